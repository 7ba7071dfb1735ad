// The same client over a real socket, for what a fake one cannot show.

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { WebSocket, WebSocketServer } from "ws";
import { createClient } from "../dist/client.js";

/** A server on a free port that answers each request with its payload, and is closed after the test. */
async function serve(context, options) {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", ...options });
  await once(server, "listening");
  context.after(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  server.on("connection", (socket) =>
    socket.on("message", (text) => {
      const { type, meta, payload } = JSON.parse(text);
      if (type === "DROP") return socket.terminate();
      if (!meta.correlationId) return socket.send(JSON.stringify({ type: "ECHO", meta: { timestamp: 1 }, payload }));
      socket.send(JSON.stringify({ type: `${type}_REPLY`, meta: { correlationId: meta.correlationId }, payload }));
    }),
  );
  return { server, url: `ws://127.0.0.1:${server.address().port}/ws` };
}

const client = (context, options) => {
  const made = createClient({ WebSocket, reconnect: { initialDelayMs: 0 }, ...options });
  context.after(() => made.close());
  return made;
};

test("events, calls and streams", async (context) => {
  const { url } = await serve(context);
  const chat = client(context, { url });
  const echoes = chat.stream("ECHO");
  chat.send("SAY", "first");
  assert.deepEqual(await chat.request("GET", { id: "ü" }), { id: "ü" });
  assert.deepEqual(await echoes.next(), { done: false, value: "first" });
  await chat.close(4000, "bye");
  assert.equal(chat.state, "closed");
});

test("comes back after the connection broke", async (context) => {
  const { url } = await serve(context);
  const chat = client(context, { url });
  await chat.connect();
  const call = chat.request("DROP");
  assert.equal((await call.safe()).error.code, "UNAVAILABLE");
  assert.equal(chat.state, "reconnecting");
  assert.equal(await chat.request("GET", 2), 2);
});

test("offers subprotocols and a token", async (context) => {
  const { server, url } = await serve(context);
  const chat = client(context, { url, protocols: ["chat.v1"], auth: { getToken: async () => "a.b-c", attach: "protocol" } });
  const [, request] = await once(server, "connection");
  assert.equal(request.headers["sec-websocket-protocol"], "chat.v1,bearer.a.b-c");
  await chat.connect();
});

test("close() while connecting", async (context) => {
  const { url } = await serve(context);
  const chat = client(context, { url });
  await new Promise(setImmediate);
  const connected = chat.connect();
  await chat.close();
  await assert.rejects(connected, { code: "CANCELLED" });
});

test("says why the server refused", async (context) => {
  const { url } = await serve(context, { verifyClient: (_, done) => done(false, 401) });
  const chat = client(context, { url, reconnect: false });
  await assert.rejects(chat.connect(), { code: "UNAVAILABLE", message: /code 1006 Unexpected server response: 401/ });
});
