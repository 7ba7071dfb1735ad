// Compiled, never run: what must type-check, and under `@ts-expect-error` what must not.

import { createClient, RpcError, type Client, type Result, type StandardCode } from "../src/client.ts";
import type { Chat, ChatMessage, Stage, User } from "./protocol.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Equal<A, B>): void {}

declare const chat: Client<Chat>;
const user = { id: "u1" };
const meta = { traceId: "t1" };

// --- Creating ---

createClient<Chat>({ url: "ws://localhost/" });
createClient<Chat>({ url: new URL("ws://localhost/"), WebSocket, timers: globalThis, random: Math.random });
createClient<Chat>({ url: "/ws", reconnect: false, auth: { getToken: async () => null, attach: "protocol" } });
createClient<Chat>({ url: "/ws", reconnect: { maxAttempts: undefined }, queue: { policy: "off" }, schemas: undefined });
createClient<Chat>({ url: "/ws", schemas: { USER: { "~standard": { validate: (value) => ({ value }) } } } });
// @ts-expect-error: the url is missing
createClient<Chat>({});
// @ts-expect-error: no such policy
createClient<Chat>({ url: "/ws", queue: { policy: "drop-all" } });
// @ts-expect-error: without a protocol there is nothing to send
createClient({ url: "/ws" }).send("PING");

// --- Listening ---

chat.on("CHAT_MESSAGE", (message, received) => {
  same<typeof message, ChatMessage>(true);
  same<typeof received.timestamp, number | undefined>(true);
});
chat.on("NOTICE", (text, received) => {
  same<typeof text, string | null>(true);
  same<typeof received.traceId, string>(true);
});
chat.on("SHUTDOWN", () => {});
chat.on("SHUTDOWN", async () => {});
const off: () => void = chat.on("SHUTDOWN", (payload) => same<typeof payload, void>(true));
// @ts-expect-error: only the client sends it
chat.on("JOIN_ROOM", () => {});
// @ts-expect-error: an unknown type
chat.on("CHAT_MESAGE", () => {});
// @ts-expect-error: a response is no event
chat.on("GET_USER", () => {});
// @ts-expect-error: the payload is no number
chat.on("CHAT_MESSAGE", (message: number) => {});
// @ts-expect-error: only the client sends it
chat.stream("JOIN_ROOM");

async function streams(signal: AbortSignal) {
  for await (const message of chat.stream("CHAT_MESSAGE", { signal, limit: 10 })) same<typeof message, ChatMessage>(true);
}

// --- Sending ---

const taken: boolean = chat.send("JOIN_ROOM", { roomId: "r1" });
chat.send("PING");
chat.send("PING", undefined, {});
chat.send("SAY", { text: "hi" });
chat.send("SAY", { text: "hi" }, { meta: { device: "phone" } });
chat.send("AUDIT", undefined, { meta });
chat.send("ANYTHING", [1, null, "x"]);
// @ts-expect-error: a wrong payload
chat.send("JOIN_ROOM", { roomId: 1 });
// @ts-expect-error: an unknown field
chat.send("JOIN_ROOM", { roomId: "r1", extra: true });
// @ts-expect-error: the payload is missing
chat.send("JOIN_ROOM");
// @ts-expect-error: a payload for a message without one
chat.send("PING", {});
// @ts-expect-error: null is a payload, too
chat.send("PING", null);
// @ts-expect-error: an unknown type
chat.send("PONG");
// @ts-expect-error: only the server sends it
chat.send("CHAT_MESSAGE", { roomId: "r1", author: "a", text: "t" });
// @ts-expect-error: a call is requested, not sent
chat.send("GET_USER", user, { meta });
// @ts-expect-error: the required meta is missing
chat.send("AUDIT");
// @ts-expect-error: the required meta is empty
chat.send("AUDIT", undefined, { meta: {} });
// @ts-expect-error: this message declares no meta
chat.send("JOIN_ROOM", { roomId: "r1" }, { meta: { device: "phone" } });
// @ts-expect-error: an undeclared key of meta
chat.send("SAY", { text: "hi" }, { meta: { colour: "red" } });

// --- Calling ---

chat.request("COUNT");
chat.request("COUNT", undefined, { timeoutMs: 5, signal: AbortSignal.timeout(5) });
chat.request("LEAVE", { roomId: "r1" }, { signal: undefined });
// @ts-expect-error: the required meta is missing
chat.request("GET_USER", user);
// @ts-expect-error: the required meta is missing among other options
chat.request("GET_USER", user, { timeoutMs: 5 });
// @ts-expect-error: a wrong payload
chat.request("GET_USER", { id: 1 }, { meta });
// @ts-expect-error: a payload for a call without one
chat.request("COUNT", {});
// @ts-expect-error: an event is sent, not requested
chat.request("PING");
// @ts-expect-error: an unknown call
chat.request("GET_USERS", user, { meta });
// @ts-expect-error: an unknown option
chat.request("COUNT", undefined, { timeout: 5 });

async function calls() {
  const call = chat.request("GET_USER", user, { meta, timeoutMs: 5000 });
  for await (const stage of call.progress) same<typeof stage, Stage>(true);
  const found = await call;
  same<typeof found, User>(true);
  const nothing = await chat.request("LEAVE", { roomId: "r1" });
  same<typeof nothing, void>(true);
  const all = await Promise.all([call, chat.request("COUNT")]);
  same<typeof all, [User, number]>(true);
  for await (const stage of chat.request("COUNT").progress) same<typeof stage, never>(true);
  call.cancel();
}

async function outcomes() {
  const result = await chat.request("GET_USER", user, { meta }).safe();
  // @ts-expect-error: it may have failed
  result.value;
  if (result.ok) {
    same<typeof result.value, User>(true);
    return;
  }
  const { error } = result;
  same<typeof error.message, string>(true);
  same<typeof error.retryAfterMs, number | null | undefined>(true);
  const base: RpcError = error;
  if (error.code === "NOT_FOUND") {
    same<typeof error.details, { id: string }>(true);
    same<typeof error.retryable, false>(true);
    // @ts-expect-error: these are another error's details
    error.details.untilMs;
  }
  if (error.code === "USER_BANNED") {
    const until: number = error.details.untilMs;
    // @ts-expect-error: wrong error details
    const wrong: string = error.details.untilMs;
  }
  if (error.code === "FAILED_PRECONDITION") {
    // The runtime raises this code as well, and knows nothing of the declared details.
    same<typeof error.details.step, number | undefined>(true);
  }
  if (error.code === "UNAVAILABLE") {
    same<typeof error.details, unknown>(true);
    // @ts-expect-error: nothing is declared about them
    error.details.id;
  }
  // @ts-expect-error: this call has no such error
  if (error.code === "USER_BANISHED") return;
  // @ts-expect-error: which error it is must be known first
  error.details.id;
}

async function exhaustive(): Promise<string> {
  const result = await chat.request("COUNT").safe();
  if (result.ok) return "";
  same<typeof result.error.code, StandardCode>(true);
  switch (result.error.code) {
    case "UNAUTHENTICATED":
    case "PERMISSION_DENIED":
    case "INVALID_ARGUMENT":
    case "FAILED_PRECONDITION":
    case "NOT_FOUND":
    case "ALREADY_EXISTS":
    case "UNIMPLEMENTED":
    case "CANCELLED":
    case "DEADLINE_EXCEEDED":
    case "RESOURCE_EXHAUSTED":
    case "UNAVAILABLE":
    case "ABORTED":
    case "INTERNAL":
      return "all";
    default:
      return result.error satisfies never;
  }
}

// --- The rest ---

chat.onState((state, { retryInMs }) => {
  same<typeof state, "closed" | "connecting" | "open" | "closing" | "reconnecting">(true);
  same<typeof retryInMs, number | undefined>(true);
});
chat.onOpen(({ reconnected }) => reconnected && chat.send("JOIN_ROOM", { roomId: "r1" }));
chat.onOpen(() => chat.request("LEAVE", { roomId: "r1" }));
chat.onError((error, source) => {
  if (source === "server" && error instanceof RpcError) error.code satisfies string;
});
chat.onUnhandled((frame) => frame.type satisfies string);
chat.reconnectNow();
void chat.connect().then(() => chat.close(4000, "bye"));

const outcome: Result<number, RpcError> = { ok: false, error: new RpcError({ code: "ODD", details: { a: 1 } }) };
same<RpcError<"ODD">["code"], "ODD">(true);
