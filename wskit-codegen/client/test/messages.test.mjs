// Events: sending, the queue, handlers, streams, and frames that are not what they should be.

import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError } from "../dist/client.js";
import { failureOf, NOW, opened, reopen, settled, setup } from "./harness.mjs";

/** What a loop over `iterable` read, once it has ended. */
async function collect(iterable) {
  const values = [];
  for await (const value of iterable) values.push(value);
  return values;
}

// --- Sending ---

test("an event is {type, meta: {timestamp}, payload}", async () => {
  const t = await opened();
  assert.equal(t.client.send("JOIN_ROOM", { roomId: "r1" }), true);
  assert.equal(t.client.send("PING"), true);
  assert.equal(t.client.send("SAY", null, { meta: { device: "phone" } }), true);
  assert.deepEqual(t.socket.sent, [
    { type: "JOIN_ROOM", meta: { timestamp: NOW }, payload: { roomId: "r1" } },
    { type: "PING", meta: { timestamp: NOW } },
    { type: "SAY", meta: { device: "phone", timestamp: NOW }, payload: null },
  ]);
});

test("send never throws: a payload that is no JSON is dropped and reported", async () => {
  const t = await opened();
  const circular = {};
  circular.self = circular;
  assert.equal(t.client.send("A", circular), false);
  assert.equal(t.client.send("A", 1n), false);
  assert.deepEqual(t.errors.map(([source, error]) => [source, error.name]), [
    ["connection", "TypeError"],
    ["connection", "TypeError"],
  ]);
  assert.deepEqual(t.socket.sent, []);
});

test("send never throws: nor if the socket does", async () => {
  const t = await opened();
  const thrown = new Error("InvalidStateError");
  t.socket.send = () => { throw thrown; };
  assert.equal(t.client.send("A"), false);
  assert.deepEqual(t.errors, [["connection", thrown]]);
});

// --- The queue ---

test("what is sent before the connection is open is written in order once it is, as it was then", async () => {
  const t = setup({ autoConnect: false });
  const payload = { n: 1 };
  assert.equal(t.client.send("A", payload), true);
  payload.n = 2;
  t.client.connect();
  assert.equal(t.client.send("B"), true);
  await settled();
  assert.equal(t.client.send("C"), true);
  t.socket.accept();
  assert.equal(t.client.send("D"), true);
  await settled();
  assert.deepEqual(t.socket.types, ["A", "B", "C", "D"]);
  assert.deepEqual(t.socket.sent[0].payload, { n: 1 });
});

test("what is sent while reconnecting is written by the next connection", async () => {
  const t = await opened();
  t.socket.drop();
  t.client.send("A");
  await reopen(t);
  assert.deepEqual(t.socket.types, ["A"]);
  t.socket.drop();
  await reopen(t);
  assert.deepEqual(t.socket.types, [], "once only");
});

test("what is sent while the peer closes is kept for the next connection", async () => {
  const t = await opened();
  t.socket.readyState = 2;
  assert.equal(t.client.send("A"), true);
  t.socket.drop(1001);
  await reopen(t);
  assert.deepEqual(t.socket.types, ["A"]);
});

test("drop-newest is the default, of 1000", async () => {
  const t = setup();
  for (let n = 0; n < 1000; n++) assert.equal(t.client.send(`${n}`), true);
  assert.equal(t.client.send("1000"), false);
  const call = t.client.request("CALL");
  assert.equal((await failureOf(call)).code, "RESOURCE_EXHAUSTED");
  t.socket.accept();
  await settled();
  assert.equal(t.socket.types.length, 1000);
  assert.equal(t.socket.types.at(-1), "999");
});

test("drop-oldest discards the oldest and fails its call", async () => {
  const t = setup({ queue: { policy: "drop-oldest", size: 2 } });
  const call = t.client.request("CALL");
  assert.equal(t.client.send("A"), true);
  assert.equal(t.client.send("B"), true);
  assert.equal(t.client.send("C"), true);
  const error = await failureOf(call);
  assert.deepEqual([error.code, error.message], ["RESOURCE_EXHAUSTED", "dropped from a full queue"]);
  t.socket.accept();
  await settled();
  assert.deepEqual(t.socket.types, ["B", "C"]);
});

test("a queue of no size takes nothing under either policy", () => {
  for (const policy of ["drop-newest", "drop-oldest"]) {
    const t = setup({ queue: { policy, size: 0 } });
    assert.equal(t.client.send("A"), false);
  }
});

test("off takes nothing but on an open connection", async () => {
  const t = setup({ queue: { policy: "off" } });
  assert.equal(t.client.send("A"), false);
  assert.equal((await failureOf(t.client.request("B"))).code, "UNAVAILABLE");
  t.socket.accept();
  await settled();
  assert.equal(t.client.send("C"), true);
  assert.deepEqual(t.socket.types, ["C"]);
});

test("after close() nothing is taken, and what waited is gone", async () => {
  const t = await opened();
  t.socket.drop();
  t.client.send("A");
  await t.client.close();
  assert.equal(t.client.send("B"), false);
  t.client.connect();
  await settled();
  t.socket.accept();
  await settled();
  assert.deepEqual(t.socket.types, []);
  assert.equal(t.client.send("C"), true);
});

test("while closing nothing is taken", async () => {
  const t = await opened();
  t.client.close();
  assert.equal(t.client.send("A"), false);
});

test("after a final close code nothing is taken", async () => {
  const t = await opened();
  t.socket.drop(4401, "token expired");
  assert.equal(t.client.send("A"), false);
  const error = await failureOf(t.client.request("B"));
  assert.deepEqual([error.code, error.message], ["UNAVAILABLE", "the connection was closed with code 4401 token expired"]);
});

// --- Handlers ---

test("handlers run in the order of registration and get payload and meta", async () => {
  const t = await opened();
  const seen = [];
  const handler = (payload, meta) => seen.push(["a", payload, meta]);
  t.client.on("A", handler);
  t.client.on("A", (payload) => seen.push(["b", payload]));
  const off = t.client.on("A", handler);
  t.socket.receive({ type: "A", meta: { timestamp: 5 }, payload: 1 });
  off();
  t.socket.receive({ type: "A" });
  assert.deepEqual(seen, [
    ["a", 1, { timestamp: 5 }],
    ["b", 1],
    ["a", 1, { timestamp: 5 }],
    ["a", undefined, {}],
    ["b", undefined],
  ]);
});

test("a handler that throws or rejects stops no other and is reported", async () => {
  const t = await opened();
  const [thrown, rejected] = [new Error("thrown"), new Error("rejected")];
  let called = 0;
  t.client.on("A", () => { throw thrown; });
  t.client.on("A", () => Promise.reject(rejected));
  t.client.on("A", () => called++);
  t.socket.receive({ type: "A" });
  await settled();
  assert.equal(called, 1);
  assert.deepEqual(t.errors, [["handler", thrown], ["handler", rejected]]);
});

test("a handler taken away by an earlier one is not called, one added is called from the next message on", async () => {
  const t = await opened();
  const seen = [];
  t.client.on("A", () => {
    off();
    t.client.on("A", () => seen.push("added"));
  });
  const off = t.client.on("A", () => seen.push("removed"));
  t.socket.receive({ type: "A" });
  assert.deepEqual(seen, []);
  t.socket.receive({ type: "A" });
  assert.deepEqual(seen, ["added"]);
});

test("what arrives after close() is ignored", async () => {
  const t = await opened();
  t.client.on("A", () => assert.fail("closing"));
  t.client.close();
  t.socket.receive({ type: "A" });
  t.socket.receive("garbage");
  assert.deepEqual(t.errors, []);
});

test("messages that no handler takes go to onUnhandled, late replies too", async () => {
  const t = await opened();
  const seen = [];
  t.client.onUnhandled((frame) => seen.push(frame));
  t.client.on("A", () => {})();
  const frames = [
    { type: "A", meta: { timestamp: 1 }, payload: 1 },
    { type: "USER", meta: { correlationId: "77" }, payload: {} },
    { type: "constructor", meta: {} },
  ];
  for (const frame of frames) t.socket.receive(frame);
  assert.deepEqual(seen, frames);
  assert.deepEqual(t.errors, []);
});

test("a handler gets a message with an unknown correlationId", async () => {
  const t = await opened();
  const seen = [];
  t.client.on("A", (payload) => seen.push(payload));
  t.socket.receive({ type: "A", meta: { correlationId: "77" }, payload: 1 });
  assert.deepEqual(seen, [1]);
});

test("an ERROR goes to onError as an RpcError", async () => {
  const t = await opened();
  t.socket.receive({
    type: "ERROR",
    meta: { timestamp: 1 },
    payload: { code: "RESOURCE_EXHAUSTED", message: "slow down", details: { cost: 1 }, retryAfterMs: 250 },
  });
  const [[source, error]] = t.errors;
  assert.equal(source, "server");
  assert(error instanceof RpcError);
  const { code, message, details, retryable, retryAfterMs } = error;
  assert.deepEqual({ code, message, details, retryable, retryAfterMs }, {
    code: "RESOURCE_EXHAUSTED", message: "slow down", details: { cost: 1 }, retryable: true, retryAfterMs: 250,
  });
});

for (const garbage of [
  "", "{", "null", "5", '"text"', "[]", "{}", '{"type":1}', '{"type":null}', '{"type":"A","meta":5}', '{"type":"A","meta":"x"}',
]) {
  test(`garbage is reported and hurts nobody: ${garbage || "nothing"}`, async () => {
    const t = await opened();
    t.client.onUnhandled(() => assert.fail("not a frame"));
    t.client.on("A", () => assert.fail("not a frame"));
    t.socket.receive(garbage);
    assert.deepEqual(t.errors.map(([source, error]) => [source, error.message]), [["frame", `wskit: not a frame: ${garbage}`]]);
    assert.equal(t.client.state, "open");
  });
}

test("binary data is garbage; a long frame is reported in part", async () => {
  const t = await opened();
  t.socket.onmessage({ data: new Blob(["{}"]) });
  t.socket.receive("x".repeat(5000));
  assert.deepEqual(t.errors.map(([, error]) => error.message.length), [
    "wskit: not a frame: [object Blob]".length,
    "wskit: not a frame: ".length + 100,
  ]);
});

for (const payload of [undefined, null, 5, "text", {}, { code: 7 }]) {
  test(`an ERROR that says nothing is still one: ${JSON.stringify(payload)}`, async () => {
    const t = await opened();
    t.socket.receive({ type: "ERROR", payload });
    assert.deepEqual(t.errors.map(([source, error]) => [source, error.code]), [["server", "INTERNAL"]]);
  });
}

test("meta may be null", async () => {
  const t = await opened();
  const seen = [];
  t.client.on("A", (_, meta) => seen.push(meta));
  t.socket.receive({ type: "A", meta: null });
  assert.deepEqual(seen, [{}]);
});

test("without a listener errors go to the console; what a listener throws goes there too", async (context) => {
  const logged = context.mock.method(console, "error", () => {});
  const t = await opened();
  const off = t.client.onError(() => { throw "thrown"; });
  t.client.onError((error) => t.errors.push(["again", error]));
  t.socket.receive("garbage");
  assert.deepEqual(t.errors.map(([source]) => source), ["frame", "again"], "the others are called");
  assert.deepEqual(logged.mock.calls.map((call) => call.arguments), [["wskit:", "thrown"]]);

  off();
  const silent = await opened();
  silent.offError();
  silent.socket.receive("garbage");
  assert.equal(logged.mock.calls[1].arguments[1].message, "wskit: not a frame: garbage");
});

// --- Schemas ---

/** Accepts numbers and delivers them doubled. */
const doubling = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) => (typeof value === "number" ? { value: value * 2 } : { issues: [{ message: "no number" }] }),
  },
};

test("an event is validated; what the schema returns is delivered", async () => {
  const t = await opened({ schemas: { A: doubling } });
  const seen = [];
  t.client.on("A", (payload) => seen.push(payload));
  t.client.on("B", (payload) => seen.push(payload));
  t.socket.receive({ type: "A", payload: 4 });
  t.socket.receive({ type: "A", payload: "4" });
  t.socket.receive({ type: "B", payload: "4" });
  assert.deepEqual(seen, [8, "4"]);
  const [[source, error]] = t.errors;
  assert.deepEqual([source, error.message, error.details], [
    "frame", "A cannot be accepted: it does not match its schema", { issues: [{ message: "no number" }] },
  ]);
});

test("schemas that throw or take their time are reported, and the event is not delivered", async () => {
  const t = await opened({
    schemas: {
      A: { "~standard": { validate: () => { throw new Error("broken"); } } },
      B: { "~standard": { validate: async (value) => ({ value }) } },
    },
  });
  for (const type of ["A", "B"]) {
    t.client.on(type, () => assert.fail("not valid"));
    t.socket.receive({ type });
  }
  assert.deepEqual(t.errors.map(([, error]) => error.message), [
    "A cannot be accepted: broken",
    "B cannot be accepted: its schema is asynchronous",
  ]);
});

// --- Streams ---

test("a stream has all messages since it was made, across reconnects, until close()", async () => {
  const t = await opened();
  const stream = t.client.stream("A");
  t.socket.receive({ type: "A", payload: 1 });
  t.socket.drop();
  await reopen(t);
  t.socket.receive({ type: "A", payload: undefined });
  t.socket.receive({ type: "A", payload: 3 });
  t.client.close();
  assert.deepEqual(await collect(stream), [1, undefined, 3]);
});

test("a loop that waits is woken by a message and by the end", async () => {
  const t = await opened();
  const stream = t.client.stream("A");
  const reads = Promise.all([stream.next(), stream.next(), stream.next()]);
  t.socket.receive({ type: "A", payload: 1 });
  t.socket.drop(4400);
  assert.deepEqual(await reads, [
    { done: false, value: 1 },
    { done: true, value: undefined },
    { done: true, value: undefined },
  ]);
});

test("leaving the loop takes the handler away", async () => {
  const t = await opened();
  const unhandled = [];
  t.client.onUnhandled((frame) => unhandled.push(frame.payload));
  const stream = t.client.stream("A");
  t.socket.receive({ type: "A", payload: 1 });
  t.socket.receive({ type: "A", payload: 2 });
  t.socket.receive({ type: "A", payload: "left behind" });
  for await (const payload of stream) {
    assert.equal(payload, 1);
    break;
  }
  t.socket.receive({ type: "A", payload: 3 });
  assert.deepEqual(unhandled, [3]);
  assert.deepEqual(await collect(stream), []);
});

/** A signal that counts its listeners. */
function countingSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set();
  const counting = {
    get aborted() { return signal.aborted; },
    addEventListener: (type, listener) => (listeners.add(listener), signal.addEventListener(type, listener)),
    removeEventListener: (type, listener) => (listeners.delete(listener), signal.removeEventListener(type, listener)),
  };
  return { signal: counting, listeners, abort: () => controller.abort() };
}

test("aborting ends the loop at once and leaves nothing behind", async () => {
  const t = await opened();
  const { signal, listeners, abort } = countingSignal();
  const stream = t.client.stream("A", { signal });
  const reading = collect(stream);
  t.socket.receive({ type: "A", payload: 1 });
  await settled();
  abort();
  t.socket.receive({ type: "A", payload: 2 });
  assert.deepEqual(await reading, [1]);
  assert.equal(listeners.size, 0);
});

test("a stream that ends otherwise lets go of its signal", async () => {
  const t = await opened();
  const { signal, listeners } = countingSignal();
  const streams = [t.client.stream("A", { signal }), t.client.stream("A", { signal })];
  assert.equal(listeners.size, 2);
  await streams[0].return();
  assert.equal(listeners.size, 1);
  t.client.close();
  assert.equal(listeners.size, 0);
});

test("a stream under an aborted signal, or of a closed client, is empty", async () => {
  const t = await opened();
  assert.deepEqual(await collect(t.client.stream("A", { signal: AbortSignal.abort() })), []);
  t.client.close();
  t.socket.drop(1000);
  assert.deepEqual(await collect(t.client.stream("A")), []);
});

test("a stream that falls behind drops its oldest message and says so", async () => {
  const t = await opened();
  const stream = t.client.stream("A", { limit: 2 });
  for (const payload of [1, 2, 3]) t.socket.receive({ type: "A", payload });
  t.client.close();
  assert.deepEqual(await collect(stream), [2, 3]);
  assert.deepEqual(t.errors.map(([source, error]) => [source, error.message]), [
    ["frame", "wskit: the stream of A fell behind; its oldest message was dropped"],
  ]);
});

test("a stream keeps 1000 messages unless told otherwise", async () => {
  const t = await opened();
  const stream = t.client.stream("A");
  for (let payload = 0; payload < 1001; payload++) t.socket.receive({ type: "A", payload });
  t.client.close();
  const values = await collect(stream);
  assert.deepEqual([values.length, values[0]], [1000, 1]);
});
