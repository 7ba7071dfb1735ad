/** The chat as its users meet it: the real server, a real browser. */

import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";

import { compose } from "../support/picture.js";
import { Stage } from "../support/stage.js";
import { eventually } from "../support/wait.js";

describe("the chat's page", { timeout: 600_000 }, () => {
  /** @type {Stage} */
  let stage;
  before(async () => void (stage = await Stage.open()));
  after(() => stage.close());

  /** Two people in one room. @param {Awaited<ReturnType<Stage["play"]>>} scene @param {string} room */
  async function pair({ open }, room = "lobby") {
    const [ada, grace] = [await open("Ada Lovelace"), await open("Grace Hopper")];
    for (const reader of [ada, grace]) {
      await reader.enter();
      await reader.join(room);
    }
    return [ada, grace];
  }

  test("two pages chat with each other", async (t) => {
    const [ada, grace] = await pair(await stage.play(t));
    await ada.say("Hello, Grace!");
    await grace.hears(ada, "Hello, Grace!");
    await grace.say("Hello, Ada! This is <b>no markup</b>.");
    await ada.hears(grace, "<b>no markup</b>");
    const own = ada.page.locator("[data-testid=message][data-own=true]");
    assert.equal(await own.count(), 1);
    assert.equal(await own.getByTestId("message-text").textContent(), "Hello, Grace!");
  });

  test("a newcomer sees what was said before", async (t) => {
    const { open } = await stage.play(t);
    const [ada, grace] = [await open("Ada Lovelace"), await open("Grace Hopper")];
    await ada.enter();
    await ada.join("lobby");
    await ada.say("First!");
    await grace.enter();
    await grace.at("listed-room-join").filter({ hasText: "lobby" }).click();
    await grace.hears(ada, "First!");
  });

  test("the member list follows who comes and goes", async (t) => {
    const scene = await stage.play(t);
    const [ada, grace] = await pair(scene);
    await ada.seesMembers(ada, grace);
    const edsger = await scene.open("Edsger W. Dijkstra");
    await edsger.enter();
    await edsger.join("lobby");
    for (const reader of [ada, grace, edsger]) await reader.seesMembers(ada, grace, edsger);
    await edsger.page.close();
    for (const reader of [ada, grace]) await reader.seesMembers(ada, grace);
    await grace.at("room").hover();
    await grace.at("room-leave").click();
    await grace.at("empty").waitFor();
    await ada.seesMembers(ada);
  });

  test("who is typing is shown, until they stop or send", async (t) => {
    const [ada, grace] = await pair(await stage.play(t));
    await grace.at("composer-input").pressSequentially("Let me th");
    await ada.sees("typing", "Grace Hopper is typing…");
    await eventually(async () => assert.equal(await ada.at("typing").textContent(), ""));
    assert.equal(await grace.at("typing").textContent(), "", "one is not told of oneself");
    await grace.at("composer-input").press("i");
    await ada.sees("typing", "Grace Hopper is typing…");
    await grace.say("Let me think");
    await ada.hears(grace, "Let me think");
    await eventually(async () => assert.equal(await ada.at("typing").textContent(), ""));
  });

  test("several rooms are joined at once, with what is unread in each", async (t) => {
    const [ada, grace] = await pair(await stage.play(t));
    await ada.join("compilers");
    await grace.say("Are you there?");
    await grace.say("Ada?");
    const lobby = ada.page.locator("[data-testid=room][data-room=lobby]");
    await eventually(async () => assert.equal(await lobby.getByTestId("room-unread").textContent(), "2"));
    await ada.page.waitForFunction(() => document.title.startsWith("(2)"));
    await lobby.getByTestId("room-open").click();
    await ada.hears(grace, "Ada?");
    await lobby.getByTestId("room-unread").waitFor({ state: "hidden" });
  });

  test("a name that is taken, or invalid, is refused at its field", async (t) => {
    const { open } = await stage.play(t);
    const [ada, other] = [await open("Ada Lovelace"), await open("Ada Lovelace")];
    await ada.enter();
    await other.submitName();
    await other.sees("name-error", /taken/iu);
    other.name = "A".repeat(25);
    await other.submitName();
    await other.sees("name-error", /24 characters/u);
    other.name = "Augusta";
    await other.enter();
    await other.sees("my-name", "Augusta");
  });

  test("a room that is full, or misnamed, is refused at its field", async (t) => {
    const { open } = await stage.play(t, "--room-limit", "1");
    const [ada, grace] = [await open("Ada Lovelace"), await open("Grace Hopper")];
    await ada.enter();
    await ada.join("lobby");
    await grace.enter();
    await grace.submitRoom("lobby");
    await grace.sees("join-error", /full/iu);
    await grace.submitRoom("Not A Room");
    await grace.sees("join-error", /lower-case letters, digits and hyphens/u);
    assert.equal(await grace.at("join-input").inputValue(), "Not A Room");
    await grace.join("compilers");
    assert.equal(await grace.at("join-error").textContent(), "");
  });

  test("a message that is too long is refused at the composer, which keeps it", async (t) => {
    const [ada] = await pair(await stage.play(t));
    const long = "x".repeat(281);
    await ada.write(long);
    await ada.sees("composer-error", /280 characters/u);
    await ada.sees("composer-count", "281 / 280");
    assert.equal(await ada.at("composer-input").inputValue(), long);
    assert.equal(await ada.at("message").count(), 0);
    await ada.say("x".repeat(280));
    assert.equal(await ada.at("composer-error").textContent(), "");
  });

  test("an import shows its progress and is cancelled", async (t) => {
    const [ada, grace] = await pair(await stage.play(t, "--import-delay-ms", "40"));
    await ada.at("import-toggle").click();
    await ada.at("import-count").fill("500");
    await ada.at("import-start").click();
    await ada.page.waitForFunction(() => (document.querySelector("progress")?.value ?? 0) >= 3);
    await ada.sees("import-label", /\d+ of 500/u);
    await ada.at("import-cancel").click();
    await ada.sees("import-outcome", /Cancelled after \d+ of 500 messages/u);
    const [, done] = /after (\d+) of/u.exec((await ada.at("import-outcome").textContent()) ?? "") ?? [];
    assert.ok(Number(done) >= 3 && Number(done) < 500, `cancelled after ${done}`);
    await grace.page.locator("[data-testid=message][data-kind=imported]").nth(2).waitFor();
    // The import is over at the server too: nothing stands in the way of the next.
    await ada.at("import-count").fill("2");
    await ada.at("import-start").click();
    await ada.sees("import-outcome", "Imported all 2 messages.");
  });

  test("an import completes, and one out of range is refused at its field", async (t) => {
    const [ada, grace] = await pair(await stage.play(t, "--import-delay-ms", "1"));
    await ada.at("import-toggle").click();
    await ada.at("import-count").fill("1001");
    await ada.at("import-start").click();
    await ada.sees("import-error", /between 1 and 1000/u);
    await ada.at("import-count").fill("30");
    await ada.at("import-start").click();
    await ada.sees("import-outcome", "Imported all 30 messages.");
    for (const reader of [ada, grace]) {
      await eventually(async () =>
        assert.equal(await reader.page.locator("[data-testid=message][data-kind=imported]").count(), 30),
      );
    }
  });

  test("after a crash of the server both are back in their room by themselves", async (t) => {
    const scene = await stage.play(t);
    const [ada, grace] = await pair(scene);
    await ada.say("Before the crash");
    await grace.hears(ada, "Before the crash");

    await scene.server.end("SIGKILL");
    for (const reader of [ada, grace]) await reader.sees("banner", /Connection lost|Connecting/u);
    await ada.write("Into the void");
    await ada.sees("composer-error", /not connected/iu);
    assert.equal(await ada.at("composer-input").inputValue(), "Into the void");

    await scene.restart();
    for (const reader of [ada, grace]) await reader.seesNo("banner");
    for (const reader of [ada, grace]) await reader.seesMembers(ada, grace);
    await ada.hears(ada, "Before the crash");
    await ada.at("composer-send").click();
    await grace.hears(ada, "Into the void");
    await grace.say("After the crash");
    await ada.hears(grace, "After the crash");
  });

  test("a room that is full after a reconnect says so, and can be joined again", async (t) => {
    const scene = await stage.play(t);
    const readers = await pair(scene);
    await scene.server.end("SIGKILL");
    await scene.restart("--room-limit", "1");
    for (const reader of readers) await reader.seesNo("banner");
    const left = await Promise.all(readers.map((reader) => reader.at("outside").isVisible()));
    assert.deepEqual([...left].sort(), [false, true], "one came in, one stayed outside");
    const [inside, outside] = left[0] ? readers.reverse() : readers;
    await outside.sees("outside", /full/u);
    await inside.at("room").hover();
    await inside.at("room-leave").click();
    await inside.at("empty").waitFor();
    await outside.at("outside-join").click();
    await outside.seesMembers(outside);
    await outside.seesNo("outside");
  });

  test("“Reconnect now” does not wait for the countdown", async (t) => {
    const scene = await stage.play(t);
    const [ada] = await pair(scene);
    // The waits grow to seconds only after some attempts, and a wait of seconds is one that can be cut short.
    await scene.server.end("SIGKILL");
    await ada.sees("banner-countdown", /in [2-9] s/u);
    await scene.restart();
    await ada.at("reconnect-now").click();
    await ada.seesNo("banner");
  });

  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    test(`${signal} ends the server in order, and the pages say so`, async (t) => {
      const scene = await stage.play(t);
      const readers = await pair(scene);
      assert.deepEqual(await scene.server.end(signal), { code: 0, signal: null });
      for (const reader of readers) await reader.sees("banner", /Connection lost|Connecting/u);
    });
  }

  test("new messages do not move a reader who has scrolled up", async (t) => {
    const [ada, grace] = await pair(await stage.play(t, "--import-delay-ms", "1"));
    await ada.at("import-toggle").click();
    await ada.at("import-count").fill("40");
    await ada.at("import-start").click();
    await ada.sees("import-outcome", "Imported all 40 messages.");
    const position = () =>
      ada
        .at("scroller")
        .evaluate(({ scrollTop, scrollHeight, clientHeight }) => ({ scrollTop, end: scrollHeight - clientHeight }));
    await eventually(async () => {
      const { scrollTop, end } = await position();
      assert.ok(end > 200 && end - scrollTop < 2, "the page follows what is new");
    });
    await ada.at("scroller").evaluate((scroller) => scroller.scrollTo({ top: 100, behavior: "instant" }));
    await eventually(async () => assert.equal((await position()).scrollTop, 100));
    await grace.say("Look here!");
    await ada.sees("new-messages", "1 new message");
    assert.equal((await position()).scrollTop, 100);
    await ada.at("new-messages").click();
    await ada.seesNo("new-messages");
    await eventually(async () => {
      const { scrollTop, end } = await position();
      assert.ok(end - scrollTop < 2);
    });
  });

  test("on a phone the room list is a drawer", async (t) => {
    const { open } = await stage.play(t);
    const ada = await open("Ada Lovelace", { viewport: { width: 390, height: 780 }, hasTouch: true });
    await ada.enter();
    await ada.seesNo("rooms-drawer");
    await ada.join("lobby");
    await ada.seesNo("rooms-drawer");
    await ada.at("open-members").click();
    await ada.seesMembers(ada);
    await ada.page.keyboard.press("Escape");
    await ada.seesNo("members-drawer");
    const overflow = await ada.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(overflow, false, "the page is wider than the screen");
  });

  test("two browsers side by side make a picture", async (t) => {
    const scene = await stage.play(t);
    const wide = { viewport: { width: 1020, height: 690 }, deviceScaleFactor: 2 };
    const narrow = { viewport: { width: 420, height: 690 }, deviceScaleFactor: 2 };
    const ada = await scene.open("Ada Lovelace", { ...wide, colorScheme: "light" });
    const grace = await scene.open("Grace Hopper", { ...narrow, colorScheme: "dark" });
    const edsger = await scene.open("Edsger W. Dijkstra");
    for (const reader of [ada, grace, edsger]) await reader.enter();
    await edsger.join("proofs");
    for (const room of ["compilers", "rust-lang"]) {
      for (const reader of [edsger, ada]) await reader.join(room);
    }
    await grace.join("rust-lang");

    await edsger.say("So the page is typed against the server?");
    await ada.say("Every message. The struct in Rust is the interface in TypeScript.");
    await grace.hears(ada, "Every message");
    await grace.say("And if I send something too long?");
    await ada.hears(grace, "too long");
    await ada.say("The server names the field and the rule.");
    await ada.say("The page puts that next to the composer and keeps your draft.");
    await grace.hears(ada, "keeps your draft");
    await grace.say("I could have used that in 1959.");
    await ada.hears(grace, "1959");
    await edsger.page.locator("[data-testid=room][data-room=compilers]").getByTestId("room-open").click();
    await edsger.say("Anybody here?");
    await ada.page.waitForFunction(() => document.title.startsWith("(1)"));
    await grace.at("composer-input").pressSequentially("Now pull the plug");
    await ada.sees("typing", "Grace Hopper is typing…");

    await ada.page.mouse.move(0, 0); // Nothing is pointed at in the picture.

    const windows = [
      {
        title: "Ada’s browser",
        scheme: /** @type {const} */ ("light"),
        width: wide.viewport.width,
        png: await ada.page.screenshot(),
      },
      {
        title: "Grace’s browser",
        scheme: /** @type {const} */ ("dark"),
        width: narrow.viewport.width,
        png: await grace.page.screenshot(),
      },
    ];
    const file = process.env.SCREENSHOT ?? path.join(await mkdtemp(path.join(tmpdir(), "chat-")), "chat.png");
    const picture = await compose(stage.browser, windows, file);
    assert.ok(picture.length > 50_000, "the picture is suspiciously small");
    t.diagnostic(`written to ${file}`);
  });

  test("no page complained during all of this", () => {
    assert.deepEqual(stage.complaints, []);
  });
});
