/** The browser all tests share, and what each test sets up on it. */

import { chromium } from "playwright-core";

import { Reader } from "./reader.js";
import { startServer } from "./server.js";
import { TIMEOUT_MS } from "./wait.js";

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];
const DESKTOP = { viewport: { width: 1100, height: 720 } };

/** What a browser says of its own accord when nobody listens at the other end; no script can prevent it. */
const FAILED_CONNECTION = /^WebSocket connection to 'ws:\/\/[^']+' failed/u;

export class Stage {
  /** Everything any page complained about, beside connections that failed. @type {string[]} */
  complaints = [];

  /** @param {import("playwright-core").Browser} browser */
  constructor(browser) {
    this.browser = browser;
  }

  static async open() {
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    return new Stage(await chromium.launch({ executablePath, args: ARGUMENTS }));
  }

  async close() {
    await this.browser.close();
  }

  /**
   * A server for one test, and people who come to it, each in a browser context of their own. All of it ends with the
   * test, however the test ends.
   * @param {import("node:test").TestContext} test
   * @param {string[]} flags of the server
   */
  async play(test, ...flags) {
    const scene = { server: await startServer(flags), restart, open: this.#opener(test, () => scene.server.url) };
    test.after(() => scene.server.end("SIGKILL"));
    return scene;

    /** The next server, at the same address, once the last one was ended. */
    async function restart(/** @type {string[]} */ ...newFlags) {
      scene.server = await startServer(newFlags.length ? newFlags : flags, scene.server.port);
    }
  }

  /** @param {import("node:test").TestContext} test @param {() => string} url */
  #opener(test, url) {
    /** @param {string} name @param {import("playwright-core").BrowserContextOptions} [options] */
    return async (name, options = {}) => {
      const context = await this.browser.newContext({ ...DESKTOP, ...options });
      test.after(() => context.close());
      context.setDefaultTimeout(TIMEOUT_MS);
      const page = await context.newPage();
      this.#listen(page, name);
      await page.goto(url());
      return new Reader(page, name);
    };
  }

  /** @param {import("playwright-core").Page} page @param {string} name */
  #listen(page, name) {
    page.on("pageerror", (error) => this.complaints.push(`${name}: ${error.stack ?? error}`));
    page.on("console", (message) => {
      if (message.type() !== "error" || FAILED_CONNECTION.test(message.text())) return;
      this.complaints.push(`${name}: ${message.text()} (${message.location().url})`);
    });
  }
}
