// Compiled, never run: the golden protocol with the client, what must type-check and what must not.

import { createClient } from "../../client/src/client.ts";
import type { ChatMessage, Kind, Page, SearchError, TeamChat, Topics, User, UserInput } from "../golden/protocol.ts";
import { JoinRoom, UpdateProfileInput, schemas } from "../golden/schemas.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Equal<A, B>): void {}

const chat = createClient<TeamChat>({ url: "ws://localhost/", schemas });

// --- Events ---

chat.send("JOIN_ROOM", { roomId: "lobby" });
chat.send("JOIN_ROOM", { roomId: "lobby", nick: null });
chat.send("PING");
chat.send("legacy:nick", null);
// @ts-expect-error: a room is a string
chat.send("JOIN_ROOM", { roomId: 1 });
// @ts-expect-error: no such key
chat.send("JOIN_ROOM", { roomId: "lobby", extra: 1 });
// @ts-expect-error: it has no payload
chat.send("PING", {});
// @ts-expect-error: only the server sends it
chat.send("CHAT_MESSAGE", {} as ChatMessage);

chat.on("CHAT_MESSAGE", (message, meta) => {
  same<typeof message, ChatMessage>(true);
  same<typeof message.author.position, [number, number]>(true);
  same<typeof meta.traceId, string>(true);
});

function archive(kind: Kind): string {
  return kind.kind === "said" ? "" : kind.archiveName;
}
archive({ kind: "said" });
// @ts-expect-error: an import says where from
archive({ kind: "imported" });

// --- Rpcs ---

async function search(): Promise<Page<ChatMessage> | undefined> {
  const call = chat.request("SEARCH", { text: "x", "max-results": 3 }, { meta: { traceId: "t", span: null } });
  for await (const progress of call.progress) same<typeof progress.percent, number>(true);
  const result = await call.safe();
  if (result.ok) return result.value;
  if (result.error.code === "TOO_BROAD") {
    same<typeof result.error.details.suggestions, string[]>(true);
    same<typeof result.error.retryable, false>(true);
  }
  return undefined;
}
search();
// @ts-expect-error: the trace is missing
chat.request("SEARCH", { text: "x", "max-results": 3 });

// --- What may be left out of what is sent, and is there in what arrives ---

chat.request("SEARCH", { text: "x" }, { meta: { traceId: "t" } });
const friends = { items: [{ name: "Ada", role: "owner", position: [1, 2] } as const], next: null };
async function update(): Promise<number> {
  const user: UserInput = { name: "Ada", role: "owner", position: [1, 2] };
  const { user: saved } = await chat.request("UPDATE_PROFILE", { user, friends: { items: [user] } });
  return saved.level;
}
update();
// @ts-expect-error: a name is not optional
chat.request("UPDATE_PROFILE", { user: { role: "owner", position: [1, 2] }, friends: { items: [] } });
// @ts-expect-error: the server sends a level
friends.items satisfies User[];

function explain(error: SearchError): string {
  switch (error.code) {
    case "TOO_BROAD":
      return `${error.details.limit}`;
    case "NOT_FOUND":
      return error.details.name;
    case "INDEX_BUSY":
    case "UNSURE":
      return `${error.retryable}`;
  }
}
explain({ code: "INDEX_BUSY", details: {}, retryable: true });
// @ts-expect-error: it is retryable
explain({ code: "INDEX_BUSY", details: {}, retryable: false });

// --- Topics ---

same<Topics["room:{roomId}"]["params"], { roomId: string }>(true);
same<Topics["part:{part}/{page}"]["params"]["part"], "first" | "second">(true);
same<Topics["lobby"]["carries"], "PING">(true);
same<TeamChat["topics"], Topics>(true);
// What a topic carries is sent by the server.
type Carried = Topics[keyof Topics]["carries"];
same<Carried extends keyof TeamChat["server"] ? true : false, true>(true);
// @ts-expect-error: no such topic
type None = Topics["news"];

// --- Validators ---

const result = JoinRoom["~standard"].validate({});
if (result.issues) result.issues.map((issue) => issue.pointer + issue.code);
else same<typeof result.value.roomId, string>(true);
const input = UpdateProfileInput["~standard"].validate({});
if (!input.issues) chat.request("UPDATE_PROFILE", input.value);
const validated = schemas.SEARCH_RESULT["~standard"].validate({});
if (!validated.issues) same<typeof validated.value, Page<ChatMessage>>(true);
