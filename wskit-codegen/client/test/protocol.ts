// What the generator writes for a small protocol; the type tests are about it.

export interface JoinRoom {
  roomId: string;
}
export interface ChatMessage {
  roomId: string;
  author: string;
  text: string;
}
export interface GetUser {
  id: string;
}
export interface User {
  id: string;
  name: string;
}
export interface Stage {
  percent: number;
}
export interface Trace {
  traceId: string;
}
export interface Origin {
  device?: string;
}
export type GetUserError =
  | { code: "NOT_FOUND"; details: { id: string }; retryable: false }
  | { code: "USER_BANNED"; details: { untilMs: number }; retryable: true }
  | { code: "FAILED_PRECONDITION"; details: { step: number }; retryable: false };

export interface ServerEvents {
  CHAT_MESSAGE: { payload: ChatMessage; meta: {} };
  NOTICE: { payload: string | null; meta: Trace };
  SHUTDOWN: { payload: void; meta: {} };
}
export interface ClientEvents {
  JOIN_ROOM: { payload: JoinRoom; meta: {} };
  PING: { payload: void; meta: {} };
  SAY: { payload: { text: string }; meta: Origin };
  AUDIT: { payload: void; meta: Trace };
  ANYTHING: { payload: unknown; meta: {} };
}
export interface Rpcs {
  GET_USER: { payload: GetUser; meta: Trace; progress: Stage; response: User; error: GetUserError };
  COUNT: { payload: void; meta: {}; progress: never; response: number; error: never };
  LEAVE: { payload: JoinRoom; meta: {}; progress: never; response: void; error: never };
}
export interface Chat {
  server: ServerEvents;
  client: ClientEvents;
  rpc: Rpcs;
}
