// Connecting, reconnecting, closing, and what is told about it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, RpcError } from "../dist/client.js";
import { failureOf, opened, reopen, settled, setup } from "./harness.mjs";

/** The states a client goes through from now on. */
function watch(client) {
  const states = [];
  client.onState((state) => states.push(state));
  return states;
}

test("connects when created", async () => {
  const t = setup();
  assert.equal(t.client.state, "connecting");
  await settled();
  assert.equal(t.socket.url, "ws://test/ws");
  assert.deepEqual(t.socket.protocols, []);
  t.socket.accept();
  assert.equal(t.client.state, "open");
});

test("waits for connect() with autoConnect: false", async () => {
  const t = setup({ autoConnect: false });
  await settled();
  assert.equal(t.client.state, "closed");
  assert.equal(t.sockets.length, 0);
  const connected = t.client.connect();
  await settled();
  t.socket.accept();
  await connected;
  assert.equal(t.client.state, "open");
  await t.client.connect();
  assert.equal(t.sockets.length, 1);
});

test("takes the url as a URL", async () => {
  const t = setup({ url: new URL("wss://example.org/ws?a=1") });
  await settled();
  assert.equal(t.socket.url, "wss://example.org/ws?a=1");
});

test("two connect() calls make one connection", async () => {
  const t = setup({ autoConnect: false });
  const both = Promise.all([t.client.connect(), t.client.connect()]);
  await settled();
  assert.equal(t.sockets.length, 1);
  t.socket.accept();
  await both;
});

test("without a WebSocket class creating throws and says what to do", () => {
  const original = globalThis.WebSocket;
  try {
    delete globalThis.WebSocket;
    assert.throws(() => createClient({ url: "ws://test" }), /no WebSocket; pass a class as the option `WebSocket`/);
  } finally {
    if (original) globalThis.WebSocket = original;
  }
});

test("onState tells the state at once and every change, with what is known about it", async () => {
  const t = setup();
  const seen = [];
  const off = t.client.onState((state, info) => seen.push([state, info]));
  await settled();
  t.socket.accept();
  await settled();
  t.socket.drop(1001, "restart");
  t.timers.advance(150);
  await settled();
  off();
  t.socket.accept();
  assert.deepEqual(seen, [
    ["connecting", { attempt: 0 }],
    ["open", { attempt: 0 }],
    ["reconnecting", { attempt: 1, retryInMs: 150, closeCode: 1001, closeReason: "restart" }],
    ["connecting", { attempt: 1 }],
  ]);
});

test("a state listener that changes the state does not make the others see the changes out of order", async () => {
  const t = setup();
  t.client.onState((state) => state === "open" && void t.client.close());
  const states = watch(t.client);
  await settled();
  t.socket.accept();
  t.socket.drop(1000);
  assert.deepEqual(states, ["connecting", "closing", "closed"]);
});

for (const random of [0, 0.5, 0.999999]) {
  test(`waits 300 ms doubling to 10 s, with full jitter: random ${random}`, async () => {
    const t = setup();
    t.random = random;
    await settled();
    for (const bound of [300, 600, 1200, 2400, 4800, 9600, 10_000, 10_000]) {
      t.socket.drop();
      assert.deepEqual(t.timers.delays, [Math.floor(random * (bound + 1))]);
      t.timers.advance(10_000);
      await settled();
    }
    t.socket.accept();
    t.socket.drop();
    assert.deepEqual(t.timers.delays, [Math.floor(random * 301)], "reset by an open connection");
  });
}

test("the longest wait is the bound itself", async () => {
  const t = setup({ reconnect: { initialDelayMs: 10, maxDelayMs: 15 } });
  t.random = 1 - Number.EPSILON;
  await settled();
  t.socket.drop();
  assert.deepEqual(t.timers.delays, [10]);
  t.timers.advance(10);
  await settled();
  t.socket.drop();
  assert.deepEqual(t.timers.delays, [15]);
});

for (const code of [1002, 1003, 1007, 1008, 1009, 1010, 4400, 4401, 4499]) {
  test(`no reconnect after ${code}`, async () => {
    const t = await opened();
    t.socket.drop(code, "no");
    assert.equal(t.client.state, "closed");
    assert.equal(t.timers.pending.size, 0);
    t.client.onState((_, info) => assert.deepEqual(info, { attempt: 0, closeCode: code, closeReason: "no" }));
  });
}

for (const code of [1000, 1001, 1005, 1006, 1011, 1012, 1013, 4000, 4399, 4500]) {
  test(`reconnect after ${code}`, async () => {
    const t = await opened();
    t.socket.drop(code);
    assert.equal(t.client.state, "reconnecting");
  });
}

test("shouldReconnect decides instead; if it throws there is no other attempt", async () => {
  const asked = [];
  const t = await opened({ reconnect: { shouldReconnect: (...args) => asked.push(args) && args[0] === 1008 } });
  t.socket.drop(1008, "policy");
  assert.equal(t.client.state, "reconnecting");
  await reopen(t);
  t.socket.drop(1001);
  assert.equal(t.client.state, "closed");
  assert.deepEqual(asked, [[1008, "policy"], [1001, ""]]);

  const thrown = new Error("oops");
  const other = await opened({ reconnect: { shouldReconnect: () => { throw thrown; } } });
  other.socket.drop();
  assert.equal(other.client.state, "closed");
  assert.deepEqual(other.errors, [["handler", thrown]]);
});

test("reconnect: false ends with the first connection", async () => {
  const t = await opened({ reconnect: false });
  t.socket.drop();
  assert.equal(t.client.state, "closed");
});

test("maxAttempts counts attempts in a row, and connect() rejects after the last", async () => {
  const t = setup({ reconnect: { maxAttempts: 2 } });
  const connected = t.client.connect();
  for (const state of ["reconnecting", "reconnecting", "closed"]) {
    t.timers.advance(10_000);
    await settled();
    t.socket.fail("connect ECONNREFUSED");
    assert.equal(t.client.state, state);
  }
  assert.equal(t.sockets.length, 3);
  await assert.rejects(connected, (error) => {
    assert(error instanceof RpcError);
    assert.equal(error.code, "UNAVAILABLE");
    assert.match(error.message, /code 1006 connect ECONNREFUSED/);
    return true;
  });
});

test("connect() resolves when a later attempt succeeds", async () => {
  const t = setup();
  const connected = t.client.connect();
  await settled();
  t.socket.drop();
  await reopen(t);
  await connected;
});

test("reconnectNow() skips the wait, and does nothing in other states", async () => {
  const t = await opened();
  t.client.reconnectNow();
  assert.equal(t.sockets.length, 1);
  t.socket.drop();
  t.client.reconnectNow();
  assert.equal(t.client.state, "connecting");
  assert.equal(t.timers.pending.size, 0);
  await settled();
  assert.equal(t.sockets.length, 2);
  t.client.reconnectNow();
  await settled();
  assert.equal(t.sockets.length, 2);
});

test("reconnectNow() works from within the state listener", async () => {
  const t = await opened();
  t.client.onState((state) => state === "reconnecting" && t.client.reconnectNow());
  t.socket.drop();
  await settled();
  assert.equal(t.sockets.length, 2);
  assert.equal(t.timers.pending.size, 0);
});

test("a class that cannot make a socket of the url ends in closed", async () => {
  const t = setup({ WebSocket: class { constructor() { throw new SyntaxError("bad url"); } } });
  await assert.rejects(t.client.connect(), /bad url/);
  assert.equal(t.client.state, "closed");
  assert.equal(t.errors[0][0], "connection");
  assert(t.errors[0][1] instanceof SyntaxError);
});

// --- Closing ---

test("close() passes code and reason on and resolves once closed", async () => {
  const t = await opened();
  const states = watch(t.client);
  let closed = false;
  const promise = t.client.close(4000, "bye").then(() => (closed = true));
  assert.deepEqual(t.socket.closed, [4000, "bye"]);
  await settled();
  assert.equal(closed, false);
  t.socket.drop(4000, "bye");
  await promise;
  assert.deepEqual(states, ["open", "closing", "closed"]);
});

test("close() defaults to 1000 and may be called again", async () => {
  const t = await opened();
  const both = Promise.all([t.client.close(), t.client.close(4001)]);
  assert.deepEqual(t.socket.closed, [1000, ""]);
  t.socket.drop(1000);
  await both;
  await t.client.close();
  assert.equal(t.client.state, "closed");
});

test("close() with a code that may not be sent still closes", async () => {
  const t = await opened();
  const promise = t.client.close(1006);
  assert.deepEqual(t.socket.closed, [undefined, undefined]);
  assert.equal(t.errors[0][0], "connection");
  t.socket.drop(1005);
  await promise;
});

test("close() while connecting: connect() rejects, nothing reconnects", async () => {
  const t = setup();
  const connected = t.client.connect();
  await settled();
  const promise = t.client.close();
  assert.equal(t.client.state, "closing");
  t.socket.fail("closed before the connection was established");
  await promise;
  await assert.rejects(connected, { code: "CANCELLED", message: "the client was closed" });
  assert.equal(t.client.state, "closed");
  assert.equal(t.timers.pending.size, 0);
});

test("a socket that opens while closing is not used", async () => {
  const t = setup();
  t.client.onOpen(() => assert.fail("not open"));
  await settled();
  t.client.close();
  t.socket.onopen({});
  assert.equal(t.client.state, "closing");
});

test("close() while the token is awaited: no socket is made", async () => {
  let give;
  const t = setup({ auth: { getToken: () => new Promise((resolve) => (give = resolve)) } });
  await t.client.close();
  assert.equal(t.client.state, "closed");
  give("late");
  await settled();
  assert.equal(t.sockets.length, 0);
});

test("a token that fails after close() is nobody's business", async () => {
  let fail;
  const t = setup({ auth: { getToken: () => new Promise((_, reject) => (fail = reject)) } });
  await t.client.close();
  fail(new Error("late"));
  await settled();
  assert.deepEqual(t.errors, []);
  assert.equal(t.client.state, "closed");
});

test("close() while reconnecting stops the timer and resolves", async () => {
  const t = await opened();
  t.socket.drop();
  assert.equal(t.client.state, "reconnecting");
  await t.client.close();
  assert.equal(t.client.state, "closed");
  assert.equal(t.timers.pending.size, 0);
  await settled();
  assert.equal(t.sockets.length, 1);
});

test("close() inside the reconnecting listener leaves no timer", async () => {
  const t = await opened();
  t.client.onState((state) => state === "reconnecting" && void t.client.close());
  t.socket.drop();
  assert.equal(t.client.state, "closed");
  assert.equal(t.timers.pending.size, 0);
});

test("connect() works again after close(), and while closing", async () => {
  const t = await opened();
  t.client.close();
  const connected = t.client.connect();
  t.socket.drop(1000);
  await settled();
  assert.equal(t.sockets.length, 2);
  t.socket.accept();
  await connected;
  assert.equal(t.client.send("PING"), true);
});

test("connect() after closed starts anew: no failed attempts, and a queue", async () => {
  const t = setup({ reconnect: { maxAttempts: 1 } });
  for (let round = 0; round < 2; round++) {
    await settled();
    t.socket.drop();
    assert.deepEqual(t.timers.delays, [150]);
    assert.equal(t.client.send("A"), true);
    t.timers.advance(150);
    await settled();
    t.socket.drop();
    assert.equal(t.client.state, "closed");
    assert.equal(t.client.send("A"), false);
    t.client.connect();
  }
});

test("a connect() that nobody awaits may fail in silence", async () => {
  const unhandled = [];
  const note = (error) => unhandled.push(error);
  process.on("unhandledRejection", note);
  const t = await opened();
  t.client.close();
  t.client.connect();
  t.socket.drop(1000);
  await settled();
  t.client.connect();
  t.client.close();
  t.socket.drop(1000);
  await settled();
  assert.equal(t.client.state, "closed");
  assert.deepEqual(unhandled, []);
  process.off("unhandledRejection", note);
});

test("a listener of closed can connect again, e.g. after a new login", async () => {
  const t = await opened();
  t.client.onState((state, info) => info.closeCode === 4401 && void t.client.connect());
  const states = watch(t.client);
  t.socket.drop(4401);
  await settled();
  t.socket.accept();
  assert.deepEqual(states, ["open", "connecting", "open"]);
});

test("the socket's listeners are gone after it closed", async () => {
  const t = await opened();
  t.client.close();
  t.socket.drop(1000);
  const { onopen, onmessage, onclose } = t.socket;
  assert.deepEqual([onopen, onmessage, onclose], [null, null, null]);
});

// --- Who is calling ---

test("a token is attached as a query parameter, asked for at each attempt", async () => {
  let n = 0;
  const t = setup({ auth: { getToken: async () => `t&${++n}` } });
  await settled();
  assert.equal(t.socket.url, "ws://test/ws?access_token=t%261");
  t.socket.drop();
  t.timers.advance(300);
  await settled();
  assert.equal(t.socket.url, "ws://test/ws?access_token=t%262");
});

test("a query parameter is added to those of the url", async () => {
  const t = setup({ url: "ws://test/ws?a=1", auth: { getToken: () => "t", attach: "query" } });
  await settled();
  assert.equal(t.socket.url, "ws://test/ws?a=1&access_token=t");
});

test("a token is attached as a subprotocol, after the application's own", async () => {
  const t = setup({ protocols: ["chat.v1"], auth: { getToken: () => "abc", attach: "protocol" } });
  await settled();
  assert.equal(t.socket.url, "ws://test/ws");
  assert.deepEqual(t.socket.protocols, ["chat.v1", "bearer.abc"]);
});

for (const token of [null, undefined, ""]) {
  test(`nothing is attached for the token ${JSON.stringify(token)}`, async () => {
    for (const attach of ["query", "protocol"]) {
      const t = setup({ auth: { getToken: () => token, attach } });
      await settled();
      assert.equal(t.socket.url, "ws://test/ws");
      assert.deepEqual(t.socket.protocols, []);
    }
  });
}

test("a token that cannot be had counts as a failed attempt", async () => {
  const oops = new Error("offline");
  const tokens = [() => { throw oops; }, () => Promise.reject(oops), () => "t"];
  const t = setup({ auth: { getToken: () => tokens.shift()() } });
  await settled();
  assert.equal(t.client.state, "reconnecting");
  assert.deepEqual(t.errors, [["connection", oops]]);
  t.timers.advance(300);
  await settled();
  assert.equal(t.client.state, "reconnecting");
  await reopen(t);
  assert.equal(t.client.state, "open");
  assert.equal(t.socket.url, "ws://test/ws?access_token=t");
});

// --- onOpen ---

test("onOpen is called at each open, with whether there was one before", async () => {
  const t = setup();
  const infos = [];
  t.client.onOpen((info) => infos.push(info));
  await settled();
  t.socket.drop();
  await reopen(t);
  t.socket.drop();
  await reopen(t);
  t.client.close();
  t.socket.drop(1000);
  t.client.connect();
  await settled();
  t.socket.accept();
  assert.deepEqual(infos, [{ reconnected: false }, { reconnected: true }, { reconnected: true }]);
});

test("what onOpen sends goes ahead of the queue and of what onState sends", async () => {
  const t = setup();
  t.client.onState((state) => state === "open" && t.client.send("FROM_STATE"));
  t.client.onOpen(() => {
    assert.equal(t.client.state, "open");
    t.client.send("JOIN");
    t.client.request("JOIN_CALL");
  });
  await settled();
  t.client.send("QUEUED");
  t.client.request("QUEUED_CALL");
  t.socket.accept();
  await settled();
  assert.deepEqual(t.socket.types, ["JOIN", "JOIN_CALL", "QUEUED", "QUEUED_CALL", "FROM_STATE"]);
});

test("the queue waits for the promises of onOpen; meanwhile requests are written at once", async () => {
  const t = setup();
  t.client.onOpen(async () => {
    await t.client.request("JOIN_A");
    await t.client.request("JOIN_B");
  });
  t.client.onOpen(() => t.client.request("LOAD"));
  await settled();
  t.client.send("QUEUED");
  t.socket.accept();
  await settled();
  t.client.send("LATER");
  assert.deepEqual(t.socket.types, ["JOIN_A", "LOAD"]);
  t.socket.receive({ type: "JOINED", meta: { correlationId: "1" } });
  await settled();
  t.socket.receive({ type: "LOADED", meta: { correlationId: "2" } });
  await settled();
  assert.deepEqual(t.socket.types, ["JOIN_A", "LOAD", "JOIN_B"]);
  t.socket.receive({ type: "JOINED", meta: { correlationId: "3" } });
  await settled();
  assert.deepEqual(t.socket.types, ["JOIN_A", "LOAD", "JOIN_B", "QUEUED", "LATER"]);
});

test("without a queue nothing waits for onOpen", async () => {
  const t = setup({ queue: { policy: "off" } });
  t.client.onOpen(() => t.client.request("JOIN"));
  t.client.onState((state) => state === "open" && assert.equal(t.client.send("FROM_STATE"), true));
  await settled();
  t.socket.accept();
  assert.deepEqual(t.socket.types, ["JOIN", "FROM_STATE"]);
  assert.deepEqual(t.errors, []);
});

test("an onOpen listener that fails is reported and holds nothing up", async () => {
  const t = setup();
  const thrown = new Error("thrown");
  t.client.onOpen(() => { throw thrown; });
  t.client.onOpen(() => t.client.request("JOIN"));
  await settled();
  t.client.send("QUEUED");
  t.socket.accept();
  t.socket.receive({ type: "RPC_ERROR", meta: { correlationId: "1" }, payload: { code: "NOT_FOUND", message: "no" } });
  await settled();
  assert.deepEqual(t.socket.types, ["JOIN", "QUEUED"]);
  assert.deepEqual(t.errors.map(([source, error]) => [source, error.message]), [["handler", "thrown"], ["handler", "no"]]);
});

test("a connection lost while onOpen is at work keeps the queue for the next", async () => {
  const t = setup();
  t.client.onOpen(() => t.client.request("JOIN"));
  await settled();
  t.client.send("QUEUED");
  t.socket.accept();
  t.socket.drop();
  await settled();
  assert.deepEqual(t.sockets[0].types, ["JOIN"]);
  await reopen(t);
  assert.deepEqual(t.socket.types, ["JOIN"]);
  t.socket.receive({ type: "JOINED", meta: { correlationId: "2" } });
  await settled();
  assert.deepEqual(t.socket.types, ["JOIN", "QUEUED"]);
});

test("an earlier connection's onOpen does not release the queue of the next", async () => {
  const t = setup();
  const finish = [];
  t.client.onOpen(() => new Promise((resolve) => finish.push(resolve)));
  await settled();
  t.socket.accept();
  t.socket.drop();
  await reopen(t);
  t.client.send("QUEUED");
  finish[0]();
  await settled();
  assert.deepEqual(t.socket.types, []);
  finish[1]();
  await settled();
  assert.deepEqual(t.socket.types, ["QUEUED"]);
});

test("close() inside onOpen closes", async () => {
  const t = setup();
  t.client.onOpen(() => void t.client.close());
  const states = watch(t.client);
  await settled();
  const call = t.client.request("A");
  t.socket.accept();
  await settled();
  t.socket.drop(1000);
  assert.deepEqual(states, ["connecting", "closing", "closed"]);
  assert.deepEqual(t.socket.sent, []);
  assert.equal((await failureOf(call)).code, "CANCELLED");
});

test("listeners that were taken away hear nothing", async () => {
  const t = setup();
  const never = () => assert.fail("taken away");
  const offs = [t.client.onOpen(never), t.client.onUnhandled(never), t.client.on("A", never)];
  for (const off of [...offs, ...offs]) off();
  await settled();
  t.socket.accept();
  t.socket.receive({ type: "A" });
});
