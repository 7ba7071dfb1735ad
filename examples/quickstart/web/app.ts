import { createClient } from "./protocol/client.js";
import type { Chat } from "./protocol/protocol.js";

const chat = createClient<Chat>({ url: "wss://example.com/ws" });

chat.on("CHAT_MESSAGE", (message) => show(message.text));
chat.send("CHAT_MESSAGE", { room: "lobby", text: "hi" });

const result = await chat.request("JOIN_ROOM", { room: "lobby" }).safe();
if (!result.ok && result.error.code === "ROOM_FULL") {
  show(`at most ${result.error.details.limit} fit in`); // the details are typed by the code
}

function show(text: string): void {
  document.body.append(text);
}
