// What compiles against the generated types, and what must not. `tsc --strict` reads this file; nothing runs it.

import { createClient, type RpcError } from "../web/client.js";
import type { Chat, ChatMessage, ImportProgress, Joined, RoomInfo } from "../web/protocol.js";

const chat = createClient<Chat>({ url: "wss://chat.example/ws" });

/** Fails to compile unless both types are the same. */
function same<A, B>(_proof: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false): void {}

export async function compiles(): Promise<void> {
  chat.on("CHAT_MESSAGE", (message) => same<typeof message, ChatMessage>(true));
  const taken: boolean = chat.send("TYPING", { room: "lobby", typing: true });
  const { rooms } = await chat.request("LIST_ROOMS");
  same<typeof rooms, Array<RoomInfo>>(true);
  const joined = await chat.request("JOIN_ROOM", { room: "lobby" });
  same<typeof joined, Joined>(true);
  const call = chat.request("IMPORT_HISTORY", { room: "lobby", count: 10 }, { timeoutMs: 5000 });
  for await (const report of call.progress) same<typeof report, ImportProgress>(true);
  const result = await chat.request("JOIN_ROOM", { room: "lobby" }).safe();
  if (!result.ok && result.error.code === "ROOM_FULL") {
    const limit: number = result.error.details.limit;
    const error: RpcError = result.error;
    void [limit, error];
  }
  void taken;
}

export async function doesNotCompile(): Promise<void> {
  // @ts-expect-error a wrong payload
  chat.send("TYPING", { room: "lobby", typing: "yes" });
  // @ts-expect-error a key too many
  chat.send("TYPING", { room: "lobby", typing: true, extra: 1 });
  // @ts-expect-error a key too few
  chat.request("POST_MESSAGE", { room: "lobby" });
  // @ts-expect-error a payload for a message without one
  chat.request("LIST_ROOMS", {});
  // @ts-expect-error no payload where one is declared
  chat.request("JOIN_ROOM");
  // @ts-expect-error an unknown type
  chat.send("TYPIN", { room: "lobby", typing: true });
  // @ts-expect-error an unknown type
  chat.on("CHAT_MESSAGES", () => {});
  // @ts-expect-error listening to what only clients send
  chat.on("TYPING", () => {});
  // @ts-expect-error sending what only the server sends
  chat.send("MEMBER_LEFT", { room: "lobby", name: "Ada" });
  // @ts-expect-error an rpc is not sent but requested
  chat.send("JOIN_ROOM", { room: "lobby" });
  // @ts-expect-error an event is not requested but sent
  chat.request("TYPING", { room: "lobby", typing: true });
  // @ts-expect-error another rpc's response
  const left: Joined = await chat.request("LEAVE_ROOM", { room: "lobby" });
  const result = await chat.request("JOIN_ROOM", { room: "lobby" }).safe();
  // @ts-expect-error no value before the outcome is known
  void result.value;
  if (!result.ok) {
    // @ts-expect-error an error that JOIN_ROOM does not declare
    if (result.error.code === "NAME_TAKEN") return;
    // @ts-expect-error details of another code
    if (result.error.code === "ROOM_FULL") void result.error.details.name;
  }
  // @ts-expect-error an rpc without progress reports none
  for await (const report of chat.request("JOIN_ROOM", { room: "lobby" }).progress) report.done;
  void left;
}
