/** The chat server as a child process. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { TIMEOUT_MS, within } from "./wait.js";

const BINARY = process.env.CHAT_BIN;

/**
 * Starts the server and resolves when it accepts connections.
 * @param {string[]} [flags]
 */
export async function startServer(flags = [], port = 0) {
  if (!BINARY) throw new Error("CHAT_BIN must name the chat server's binary");
  const child = spawn(BINARY, ["--port", String(port), ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  const gone = once(child, "exit").then(([code, signal]) => ({ code, signal }));
  let log = "";
  child.stderr.on("data", (data) => (log += data));
  const url = await within(
    TIMEOUT_MS,
    "the server to listen",
    Promise.race([listening(child), gone.then(() => undefined)]),
  );
  if (!url) throw new Error(`the server ended at once:\n${log}`);

  return {
    url,
    port: Number(new URL(url).port),
    /** Ends this very process and nothing else. @param {NodeJS.Signals} signal */
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return within(TIMEOUT_MS, `the server to end on ${signal}`, gone);
    },
  };
}

/** @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child */
async function listening(child) {
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve) => {
    // The reader stays attached, so that a server that prints more never blocks on a full pipe.
    lines.on("line", (line) => {
      const [, url] = /listening on (http:\/\/\S+)/u.exec(line) ?? [];
      if (url) resolve(url);
    });
  });
}
