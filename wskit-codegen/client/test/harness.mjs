// A socket, a clock and a random source under the test's control. Nothing here waits for real time.

import assert from "node:assert/strict";
import { createClient } from "../dist/client.js";

export const NOW = 1_700_000_000_000;

/** Lets everything run that is due without time passing: promise callbacks, however many follow from one another. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A WebSocket whose peer is the test. */
class FakeSocket {
  readyState = 0;
  onopen = null;
  onmessage = null;
  onclose = null;
  onerror = null;
  /** Every frame written, parsed. */
  sent = [];
  /** The arguments of `close`, once called. */
  closed = undefined;

  constructor(url, protocols) {
    this.url = url;
    this.protocols = protocols;
  }

  send(text) {
    assert.equal(this.readyState, 1, "written to a socket that is not open");
    this.sent.push(JSON.parse(text));
  }

  close(code, reason) {
    if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) throw new Error("InvalidAccessError");
    this.closed = [code, reason];
    this.readyState = 2;
  }

  /** The peer accepts. */
  accept() {
    this.readyState = 1;
    this.onopen?.({});
  }

  /** The peer sends a frame, or `text` as it is. */
  receive(frame) {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  /** The connection is over. */
  drop(code = 1006, reason = "") {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  /** The connection breaks the way Node reports it. */
  fail(message) {
    this.onerror?.({ message });
    this.drop();
  }

  /** The types written, in order. */
  get types() {
    return this.sent.map((frame) => frame.type);
  }
}

/** Timers that fire when the test says so. */
class FakeTimers {
  #last = 0;
  #now = 0;
  pending = new Map();

  setTimeout = (callback, delay) => {
    this.pending.set(++this.#last, { callback, delay, due: this.#now + delay });
    return this.#last;
  };

  clearTimeout = (timer) => void this.pending.delete(timer);

  /** The delays of the timers that run, as they were set. */
  get delays() {
    return [...this.pending.values()].map((timer) => timer.delay);
  }

  advance(ms) {
    this.#now += ms;
    for (const [id, timer] of [...this.pending]) {
      if (timer.due <= this.#now && this.pending.delete(id)) timer.callback();
    }
  }
}

/** A client with all that the test can do to it. `random` is 0.5 unless the test changes it. */
export function setup(options = {}) {
  const sockets = [];
  const timers = new FakeTimers();
  const errors = [];
  const test = { sockets, timers, errors, random: 0.5 };
  class WebSocket extends FakeSocket {
    constructor(...args) {
      super(...args);
      sockets.push(this);
    }
  }
  test.client = createClient({
    url: "ws://test/ws",
    WebSocket,
    timers,
    random: () => test.random,
    ...options,
  });
  test.offError = test.client.onError((error, source) => errors.push([source, error]));
  Object.defineProperty(test, "socket", { get: () => sockets.at(-1) });
  return test;
}

/** The same, with the connection open. */
export async function opened(options) {
  const test = setup(options);
  test.client.connect();
  await settled();
  test.socket.accept();
  await settled();
  return test;
}

/** Runs the wait between two attempts to its end and accepts the next connection. */
export async function reopen(test) {
  test.timers.advance(10_000);
  await settled();
  test.socket.accept();
  await settled();
}

/** What a call failed with. */
export async function failureOf(call) {
  const result = await call.safe();
  assert.equal(result.ok, false, "the call should have failed");
  return result.error;
}

Date.now = () => NOW;
