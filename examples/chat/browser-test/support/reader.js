/** Somebody at the page: what a person would see and do, by the page's test ids. */

import assert from "node:assert/strict";

import { eventually } from "./wait.js";

export class Reader {
  /** @param {import("playwright-core").Page} page @param {string} name */
  constructor(page, name) {
    this.page = page;
    this.name = name;
  }

  /** @param {string} testId */
  at(testId) {
    return this.page.getByTestId(testId);
  }

  /** Waits until an element shows a text. @param {string} testId @param {string | RegExp} text */
  async sees(testId, text) {
    await this.at(testId).filter({ hasText: text, visible: true }).first().waitFor();
  }

  /** @param {string} testId */
  async seesNo(testId) {
    await this.at(testId).waitFor({ state: "hidden" });
  }

  /** Fills the name in and submits it; whether it is granted is for the test to see. */
  async submitName() {
    await this.at("name-input").fill(this.name);
    await this.at("name-submit").click();
  }

  async enter() {
    await this.submitName();
    await this.at("app").waitFor();
  }

  /** @param {string} room */
  async submitRoom(room) {
    if (!(await this.at("join-input").isVisible())) await this.at("open-rooms").click();
    await this.at("join-input").fill(room);
    await this.at("join-submit").click();
  }

  /** @param {string} room */
  async join(room) {
    await this.submitRoom(room);
    await this.sees("room-title", room);
  }

  /** @param {string} text */
  async write(text) {
    await this.at("composer-input").fill(text);
    await this.at("composer-input").press("Enter");
  }

  /** Says something and waits until the server has taken it. @param {string} text */
  async say(text) {
    await this.write(text);
    await eventually(async () => assert.equal(await this.at("composer-input").inputValue(), ""));
    await this.hears(this, text);
  }

  /** @param {{ name: string }} author @param {string} text */
  async hears(author, text) {
    await this.page.locator(`[data-testid=message][data-author="${author.name}"]`, { hasText: text }).first().waitFor();
  }

  /** Waits until exactly these are in the open room. @param {Reader[]} members */
  async seesMembers(...members) {
    const expected = members.map(({ name }) => name).sort();
    await eventually(async () => {
      const names = await this.at("member").evaluateAll((items) => items.map((item) => item.getAttribute("data-name")));
      assert.deepEqual(names.sort(), expected);
    });
    await this.sees("members-count", String(members.length));
  }
}
