/** A room's name in lower case, such as `rust-lang`. */
export type RoomId = string;
/** How a member is called. */
export type UserName = string;
export interface Hello { name: UserName }
export interface Welcome { name: UserName; rooms: RoomInfo[] }
export interface RoomInfo { room: RoomId; members: number }
export interface JoinRoom { room: RoomId }
export interface Joined { room: RoomId; members: UserName[]; history: ChatMessage[] }
export interface LeaveRoom { room: RoomId }
export interface Left { room: RoomId }
export interface PostMessage { room: RoomId; text: string }
export interface Posted { id: number }
export interface ChatMessage { id: number; room: RoomId; author: UserName; text: string; sentAt: number; kind: MessageKind }
export type MessageKind = "Said" | "Imported";
export interface MemberJoined { room: RoomId; name: UserName }
export interface MemberLeft { room: RoomId; name: UserName }
export interface Typing { room: RoomId; typing: boolean }
export interface MemberTyping { room: RoomId; name: UserName; typing: boolean }
export interface ImportHistory { room: RoomId; count: number }
export interface ImportProgress { done: number; total: number }
export interface Imported { count: number }
export type HelloError = { code: "NAME_TAKEN"; details: { name: UserName }; retryable: false };
export type JoinError =
  | { code: "ROOM_FULL"; details: { room: RoomId; limit: number }; retryable: true }
  | { code: "FAILED_PRECONDITION"; details: {}; retryable: false };
export type PostError = { code: "NOT_A_MEMBER"; details: { room: RoomId }; retryable: false };
export type ImportError =
  | { code: "NOT_A_MEMBER"; details: { room: RoomId }; retryable: false }
  | { code: "IMPORT_RUNNING"; details: { room: RoomId }; retryable: true };
export interface ServerEvents {
  CHAT_MESSAGE: { payload: ChatMessage; meta: {} };
  MEMBER_JOINED: { payload: MemberJoined; meta: {} };
  MEMBER_LEFT: { payload: MemberLeft; meta: {} };
  MEMBER_TYPING: { payload: MemberTyping; meta: {} };
}
export interface ClientEvents { TYPING: { payload: Typing; meta: {} } }
export interface Rpcs {
  HELLO: { payload: Hello; meta: {}; progress: never; response: Welcome; error: HelloError };
  JOIN_ROOM: { payload: JoinRoom; meta: {}; progress: never; response: Joined; error: JoinError };
  LEAVE_ROOM: { payload: LeaveRoom; meta: {}; progress: never; response: Left; error: never };
  POST_MESSAGE: { payload: PostMessage; meta: {}; progress: never; response: Posted; error: PostError };
  IMPORT_HISTORY: { payload: ImportHistory; meta: {}; progress: ImportProgress; response: Imported; error: ImportError };
}
export interface Chat { server: ServerEvents; client: ClientEvents; rpc: Rpcs }
