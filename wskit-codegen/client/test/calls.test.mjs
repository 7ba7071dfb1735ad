// Calls: frames, outcomes, progress, cancelling, time limits, and what a lost connection does to them.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { RpcError } from "../dist/client.js";
import { failureOf, opened, reopen, settled, setup } from "./harness.mjs";

const unhandled = [];
process.on("unhandledRejection", (error) => unhandled.push(error));
after(async () => {
  await settled();
  assert.deepEqual(unhandled, [], "no rejection may go unhandled");
});

const reply = (correlationId, payload, type = "REPLY") => ({ type, meta: { timestamp: 1, correlationId }, payload });
const rpcError = (correlationId, payload) => reply(correlationId, payload, "RPC_ERROR");
const abortOf = (correlationId) => ({ type: "$ws:abort", meta: { correlationId } });
const progress = (correlationId, data) => ({ type: "$ws:rpc-progress", meta: { timestamp: 1, correlationId }, data });

// --- The frame and the answer ---

test("a request is {type, meta: {correlationId, timeoutMs, ...}, payload}", async () => {
  const t = await opened();
  t.client.request("GET_USER", { id: "u1" }, { meta: { traceId: "t1" }, timeoutMs: 5000 });
  t.client.request("COUNT");
  assert.deepEqual(t.socket.sent, [
    { type: "GET_USER", meta: { correlationId: "1", timeoutMs: 5000, traceId: "t1" }, payload: { id: "u1" } },
    { type: "COUNT", meta: { correlationId: "2", timeoutMs: 30_000 } },
  ]);
});

test("the meta of a message cannot pass for the call's own", async () => {
  const t = await opened();
  t.client.request("A", undefined, { meta: { correlationId: "9", timeoutMs: 1 } });
  assert.deepEqual(t.socket.sent[0].meta, { correlationId: "1", timeoutMs: 30_000 });
});

test("a reply of any type with the correlationId resolves the call, in any order", async () => {
  const t = await opened();
  const [a, b] = [t.client.request("A"), t.client.request("B")];
  t.client.on("REPLY", () => assert.fail("it belongs to a call"));
  t.socket.receive(reply("2", { n: 2 }));
  t.socket.receive(reply("1", { n: 1 }, "A_REPLY"));
  assert.deepEqual(await a, { n: 1 });
  assert.deepEqual(await b, { n: 2 });
  assert.deepEqual(await b.safe(), { ok: true, value: { n: 2 } });
});

test("a reply without a payload resolves to undefined", async () => {
  const t = await opened();
  const call = t.client.request("A");
  t.socket.receive(reply("1"));
  assert.equal(await call, undefined);
});

test("RPC_ERROR fails the call", async () => {
  const t = await opened();
  const call = t.client.request("A");
  t.socket.receive(rpcError("1", { code: "NOT_FOUND", message: "no such user", details: { id: "u1" }, retryable: false }));
  const error = await failureOf(call);
  assert(error instanceof RpcError && error instanceof Error);
  assert.equal(error.name, "RpcError");
  assert.equal(`${error}`, "RpcError: no such user");
  assert.deepEqual([error.code, error.details, error.retryable, error.retryAfterMs], ["NOT_FOUND", { id: "u1" }, false, undefined]);
  await assert.rejects(async () => await call, (thrown) => thrown === error);
});

test("an error's blanks are filled in", () => {
  const error = (payload) => new RpcError(payload);
  assert.equal(error({ code: "ODD" }).message, "ODD");
  assert.deepEqual(error({ code: "ODD" }).details, {});
  for (const code of ["DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "UNAVAILABLE", "ABORTED"]) {
    assert.equal(error({ code }).retryable, true);
    assert.equal(error({ code, retryable: false }).retryable, false);
  }
  for (const code of ["NOT_FOUND", "INTERNAL", "CANCELLED", "ODD", "NOT_ABORTED"]) {
    assert.equal(error({ code }).retryable, false);
    assert.equal(error({ code, retryable: true }).retryable, true);
  }
  assert.equal(error({ code: "ODD", retryAfterMs: null }).retryAfterMs, null);
  assert.equal(error({ code: "ODD", retryAfterMs: 5 }).retryAfterMs, 5);
});

test("an RPC_ERROR that says nothing fails the call with INTERNAL", async () => {
  const t = await opened();
  const call = t.client.request("A");
  t.socket.receive(rpcError("1", null));
  assert.equal((await failureOf(call)).code, "INTERNAL");
});

test("only the first answer counts; a later one is unhandled", async () => {
  const t = await opened();
  const late = [];
  t.client.onUnhandled((frame) => late.push(frame.type));
  const call = t.client.request("A");
  t.socket.receive(reply("1", 1));
  t.socket.receive(rpcError("1", { code: "INTERNAL" }));
  t.socket.receive(progress("1", 1));
  assert.equal(await call, 1);
  assert.deepEqual(late, ["RPC_ERROR", "$ws:rpc-progress"]);
});

test("a response that does not match its schema fails the call and is reported", async () => {
  const schema = { "~standard": { validate: (value) => (value === 1 ? { value: "one" } : { issues: [{ message: "not 1" }] }) } };
  const t = await opened({ schemas: { REPLY: schema } });
  const [good, bad] = [t.client.request("A"), t.client.request("A")];
  t.socket.receive(reply("1", 1));
  t.socket.receive(reply("2", 2));
  assert.equal(await good, "one");
  const error = await failureOf(bad);
  assert.deepEqual([error.code, error.details], ["INTERNAL", { issues: [{ message: "not 1" }] }]);
  assert.deepEqual(t.errors, [["frame", error]]);
});

test("a call works in Promise.all, and nothing is rejected if nobody looks", async () => {
  const t = await opened();
  const calls = [t.client.request("A"), t.client.request("B"), t.client.request("C"), t.client.request("D")];
  t.socket.receive(reply("1", 1));
  t.socket.receive(reply("2", 2));
  t.socket.receive(rpcError("3", { code: "INTERNAL" }));
  t.socket.receive(rpcError("4", { code: "INTERNAL" }));
  assert.deepEqual(await Promise.all(calls.slice(0, 2)), [1, 2]);
  assert.equal((await calls[2].safe()).ok, false);
  await settled();
});

test("a payload that is no JSON fails the call", async () => {
  const t = await opened();
  const error = await failureOf(t.client.request("A", 1n));
  assert.equal(error.code, "INVALID_ARGUMENT");
  assert.match(error.message, /cannot be written: TypeError/);
  assert.deepEqual(t.socket.sent, []);
});

test("a socket that throws fails the call", async () => {
  const t = await opened();
  t.socket.send = () => { throw new Error("no"); };
  assert.equal((await failureOf(t.client.request("A"))).code, "UNAVAILABLE");
  assert.equal(t.timers.pending.size, 0);
});

// --- Progress ---

test("progress is read in order, as data or as payload, and ends with the reply", async () => {
  const t = await opened();
  const call = t.client.request("A");
  t.socket.receive(progress("1", { percent: 10 }));
  t.socket.receive({ type: "$ws:rpc-progress", meta: { correlationId: "1" }, payload: { percent: 20 } });
  t.socket.receive(progress("1", null));
  const seen = [];
  const loop = (async () => {
    for await (const stage of call.progress) seen.push(stage);
  })();
  await settled();
  t.socket.receive(progress("1", { percent: 90 }));
  t.socket.receive(reply("1", "done"));
  await loop;
  assert.deepEqual(seen, [{ percent: 10 }, { percent: 20 }, null, { percent: 90 }]);
  assert.equal(await call, "done");
});

test("progress ends quietly when the call fails; the error is for whoever awaits", async () => {
  const t = await opened();
  const call = t.client.request("A");
  t.socket.receive(progress("1", 1));
  t.socket.receive(rpcError("1", { code: "INTERNAL" }));
  const seen = [];
  for await (const stage of call.progress) seen.push(stage);
  assert.deepEqual(seen, [1]);
  assert.equal((await failureOf(call)).code, "INTERNAL");
});

test("leaving the progress loop does not cancel the call", async () => {
  const t = await opened();
  const call = t.client.request("A");
  t.socket.receive(progress("1", 1));
  for await (const _ of call.progress) break;
  t.socket.receive(progress("1", 2));
  for await (const _ of call.progress) assert.fail("the loop was left");
  assert.equal(t.socket.sent.length, 1);
  t.socket.receive(reply("1", "done"));
  assert.equal(await call, "done");
});

test("progress that nobody reads is kept to the latest 1000", async () => {
  const t = await opened();
  const call = t.client.request("A");
  for (let n = 0; n < 1500; n++) t.socket.receive(progress("1", n));
  t.socket.receive(reply("1"));
  const seen = [];
  for await (const n of call.progress) seen.push(n);
  assert.deepEqual([seen.length, seen[0], seen.at(-1)], [1000, 500, 1499]);
  assert.deepEqual(t.errors, []);
});

// --- Time limits ---

test("no reply in time: DEADLINE_EXCEEDED, and the server is told", async () => {
  const t = await opened();
  const call = t.client.request("A");
  t.timers.advance(29_999);
  assert.equal(t.socket.sent.length, 1);
  t.timers.advance(1);
  const error = await failureOf(call);
  assert.deepEqual([error.code, error.message, error.retryable], ["DEADLINE_EXCEEDED", "no reply within 30000 ms", true]);
  assert.deepEqual(t.socket.sent[1], abortOf("1"));
});

test("a call's own limit beats the client's", async () => {
  const t = await opened({ requestTimeoutMs: 100 });
  t.client.request("A");
  t.client.request("B", undefined, { timeoutMs: 7.5 });
  assert.deepEqual(t.timers.delays, [100, 7.5]);
  assert.deepEqual(t.socket.sent.map((frame) => frame.meta.timeoutMs), [100, 8]);
});

test("Infinity is no limit, and what no timer can wait for is none here", async () => {
  const t = await opened();
  t.client.request("A", undefined, { timeoutMs: Infinity });
  t.client.request("B", undefined, { timeoutMs: 2 ** 31 });
  assert.deepEqual(t.timers.delays, []);
  assert.deepEqual(t.socket.sent.map((frame) => frame.meta.timeoutMs), [undefined, 2 ** 31]);
});

test("the limit counts from the moment the request is written", async () => {
  const t = setup();
  const call = t.client.request("A", undefined, { timeoutMs: 1000 });
  await settled();
  t.timers.advance(60_000);
  t.socket.accept();
  await settled();
  assert.deepEqual(t.timers.delays, [1000]);
  t.timers.advance(1000);
  assert.equal((await failureOf(call)).code, "DEADLINE_EXCEEDED");
});

test("progress does not prolong the limit, and a reply ends it", async () => {
  const t = await opened();
  t.client.request("A");
  t.timers.advance(20_000);
  t.socket.receive(progress("1", 1));
  assert.deepEqual(t.timers.delays, [30_000]);
  t.socket.receive(reply("1"));
  assert.equal(t.timers.pending.size, 0);
});

// --- Cancelling ---

test("cancel() ends the call once, and the server is told once", async () => {
  const t = await opened();
  const call = t.client.request("A");
  t.socket.receive(progress("1", 1));
  call.cancel();
  call.cancel();
  const error = await failureOf(call);
  assert.deepEqual([error.code, error.message, error.retryable], ["CANCELLED", "the call was cancelled", false]);
  assert.deepEqual(t.socket.sent.slice(1), [abortOf("1")]);
  const seen = [];
  for await (const stage of call.progress) seen.push(stage);
  assert.deepEqual(seen, [1]);
  assert.equal(t.timers.pending.size, 0);
});

test("cancel() needs no `this`, and does nothing after the reply", async () => {
  const t = await opened();
  const call = t.client.request("A");
  const { cancel } = call;
  t.socket.receive(reply("1", 1));
  cancel();
  assert.equal(await call, 1);
  assert.equal(t.socket.sent.length, 1);
});

test("aborting the signal does what cancel() does", async () => {
  const t = await opened();
  const controller = new AbortController();
  const calls = [1, 2].map(() => t.client.request("A", undefined, { signal: controller.signal }));
  controller.abort();
  for (const call of calls) assert.equal((await failureOf(call)).code, "CANCELLED");
  assert.deepEqual(t.socket.sent.slice(2), [abortOf("1"), abortOf("2")]);
});

test("a connection that is about to close is not told of a cancelled call", async () => {
  const t = await opened();
  const call = t.client.request("A");
  t.socket.readyState = 2;
  call.cancel();
  assert.equal((await failureOf(call)).code, "CANCELLED");
  assert.deepEqual(t.socket.types, ["A"]);
  assert.deepEqual(t.errors, []);
});

test("under an aborted signal nothing is written", async () => {
  const t = await opened();
  const call = t.client.request("A", undefined, { signal: AbortSignal.abort() });
  assert.equal((await failureOf(call)).code, "CANCELLED");
  assert.deepEqual(t.socket.sent, []);
  assert.equal(t.timers.pending.size, 0);
});

test("a call that has ended lets go of its signal", async () => {
  const t = await opened();
  const { signal } = new AbortController();
  let listeners = 0;
  const counting = {
    aborted: false,
    addEventListener: (...args) => (listeners++, signal.addEventListener(...args)),
    removeEventListener: (...args) => (listeners--, signal.removeEventListener(...args)),
  };
  const request = () => t.client.request("A", undefined, { signal: counting });
  request();
  t.socket.receive(reply("1"));
  assert.equal(listeners, 0);
  request();
  t.timers.advance(30_000);
  assert.equal(listeners, 0);
  request();
  t.socket.drop();
  assert.equal(listeners, 0);
  request();
  assert.equal(listeners, 1);
  t.client.close();
  assert.equal(listeners, 0);
});

test("a cancelled call that still waits in the queue is never written", async () => {
  const t = setup();
  const calls = [t.client.request("A"), t.client.request("B")];
  calls[0].cancel();
  await settled();
  t.socket.accept();
  await settled();
  assert.deepEqual(t.socket.types, ["B"]);
  assert.equal((await failureOf(calls[0])).code, "CANCELLED");
});

test("a cancelled call makes room in the queue", async () => {
  const t = setup({ queue: { size: 1 } });
  t.client.request("A").cancel();
  assert.equal(t.client.send("B"), true);
});

// --- Connections that are lost ---

test("a request in flight fails with UNAVAILABLE and is never replayed", async () => {
  const t = await opened();
  const call = t.client.request("A");
  t.socket.drop(1012, "restart");
  const error = await failureOf(call);
  assert.deepEqual(
    [error.code, error.message, error.retryable],
    ["UNAVAILABLE", "the connection was closed with code 1012 restart before the reply came; the request is not repeated", true],
  );
  await reopen(t);
  assert.deepEqual(t.socket.sent, []);
  assert.equal(t.timers.pending.size, 0);
});

test("a request that was not written yet survives any number of attempts", async () => {
  const t = setup();
  const call = t.client.request("A");
  for (let n = 0; n < 5; n++) {
    await settled();
    t.socket.drop();
    t.timers.advance(10_000);
  }
  await settled();
  t.socket.accept();
  await settled();
  assert.deepEqual(t.socket.types, ["A"]);
  t.socket.receive(reply("1", 1));
  assert.equal(await call, 1);
});

test("a reply to a request that was not written is none", async () => {
  const t = setup();
  t.client.onOpen(() => new Promise(() => {}));
  t.client.onUnhandled(() => unmatched++);
  let unmatched = 0;
  t.client.request("A");
  await settled();
  t.socket.accept();
  t.socket.receive(reply("1"));
  assert.equal(unmatched, 1);
});

test("close() cancels all calls, in flight or queued, and so do calls made later", async () => {
  const t = await opened();
  const inFlight = t.client.request("A");
  t.socket.readyState = 2;
  const queued = t.client.request("B");
  t.socket.readyState = 1;
  t.client.close();
  const later = t.client.request("C");
  for (const call of [inFlight, queued, later]) {
    const error = await failureOf(call);
    assert.deepEqual([error.code, error.message], ["CANCELLED", "the client was closed"]);
  }
  assert.deepEqual(t.socket.types, ["A"]);
  assert.equal(t.timers.pending.size, 0);
});

test("a final close code fails all calls with UNAVAILABLE", async () => {
  const t = await opened();
  const inFlight = t.client.request("A");
  t.socket.readyState = 2;
  const queued = t.client.request("B");
  t.socket.drop(4401, "expired");
  assert.match((await failureOf(inFlight)).message, /4401 expired before the reply came/);
  const error = await failureOf(queued);
  assert.deepEqual([error.code, error.message], ["UNAVAILABLE", "the connection was closed with code 4401 expired"]);
});

// --- Limits ---

test("1000 calls may be pending; no entry outlives its call", async () => {
  const t = await opened();
  for (let round = 0; round < 2; round++) {
    const calls = Array.from({ length: 1000 }, () => t.client.request("A"));
    const error = await failureOf(t.client.request("A"));
    assert.deepEqual([error.code, error.message], ["RESOURCE_EXHAUSTED", "too many requests are pending"]);
    const endings = [
      (call, id) => t.socket.receive(reply(id)),
      (call, id) => t.socket.receive(rpcError(id, { code: "INTERNAL" })),
      (call) => call.cancel(),
      () => {},
    ];
    const ids = t.socket.sent.filter((frame) => frame.type === "A").slice(-1000).map((frame) => frame.meta.correlationId);
    calls.forEach((call, n) => endings[n % 4](call, ids[n]));
    t.timers.advance(30_000);
    await Promise.all(calls.map((call) => call.safe()));
    assert.equal(t.timers.pending.size, 0);
  }
  const [call] = [t.client.request("A")];
  assert.equal(await Promise.race([call.safe(), "pending"]), "pending");
});

test("queued calls are pending, too, and refused ones leave no entry", async () => {
  const t = setup({ maxPendingRequests: 2, queue: { size: 1 } });
  t.client.request("A");
  for (let n = 0; n < 5; n++) assert.match((await failureOf(t.client.request("B"))).message, /queue is full/);
  t.socket.accept();
  await settled();
  t.client.request("C");
  assert.match((await failureOf(t.client.request("D"))).message, /too many requests/);
});
