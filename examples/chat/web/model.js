// @ts-check
/** What the page knows. Views watch it and draw; only the session and the views' own drafts change it. */

/** @import { ChatMessage, ImportProgress, RoomInfo } from "./protocol.js" */

/** The most messages of a room that are kept; older ones leave the page. */
const MAX_MESSAGES = 1000;
/** A typing sign that nobody renews is stale after this long. */
const TYPING_EXPIRES_MS = 5000;

/**
 * What has changed. Of "messages", only `added` is new.
 * @typedef {"connection" | "rooms" | "open" | "members" | "typing" | "composer" | "import"} Topic
 * @typedef {{ topic: Topic, room?: Room } | { topic: "messages", room: Room, added: Entry[] }} Change
 */

/**
 * A line of a conversation: a message, or a note of the page itself.
 * @typedef {{ message: ChatMessage } | { note: string, at: number }} Entry
 */

/**
 * The connection as a reader sees it. "ready" is more than open: the name is ours and the rooms are joined again.
 * @typedef {{ phase: "connecting" | "open" | "restoring" | "ready" } | { phase: "waiting", retryAt: number }
 *   | { phase: "closed", reason: string }} Connection
 */

/** A room this page is in, or was in when the connection went. */
export class Room {
  /** @type {Set<string>} */
  members = new Set();
  /** @type {Entry[]} */
  entries = [];
  /** Messages known, by `keyOf`. @type {Set<string>} */
  known = new Set();
  /** Who is typing, and the timer that ends it. @type {Map<string, ReturnType<typeof setTimeout>>} */
  typing = new Map();
  unread = 0;
  draft = "";
  /** Why the draft is still here. */
  problem = "";
  posting = false;
  /** Why we are not in the room at the moment, if so. */
  outside = "";
  importOpen = false;
  importProblem = "";
  importOutcome = "";
  /** @type {{ progress: ImportProgress, controller: AbortController } | undefined} */
  importing;

  /** @param {string} id */
  constructor(id) {
    this.id = id;
  }
}

export class Model {
  name = "";
  /** @type {Connection} */
  connection = { phase: "connecting" };
  /** Rooms joined, in the order of joining. @type {Map<string, Room>} */
  rooms = new Map();
  /** All rooms the server last told of. @type {RoomInfo[]} */
  directory = [];
  /** @type {Room | undefined} */
  open;
  /** @type {((change: Change) => void)[]} */
  #watchers = [];
  /** News of rooms whose state is still on its way, to be applied on top of it. @type {Map<string, (() => void)[]>} */
  #held = new Map();

  /** @param {(change: Change) => void} watcher */
  watch(watcher) {
    this.#watchers.push(watcher);
  }

  /** @param {Change} change */
  changed(change) {
    for (const watcher of this.#watchers) watcher(change);
  }

  /** @param {Connection} connection */
  setConnection(connection) {
    this.connection = connection;
    this.changed({ topic: "connection" });
  }

  /** @param {RoomInfo[]} rooms */
  setDirectory(rooms) {
    this.directory = rooms;
    this.changed({ topic: "rooms" });
  }

  /** @param {string} id */
  openRoom(id) {
    const room = this.rooms.get(id);
    if (!room) return;
    this.open = room;
    room.unread = 0;
    this.changed({ topic: "open" });
    this.changed({ topic: "rooms" });
  }

  /**
   * A join is asked for. The server may write news of the room before its answer, which tells how the room was a moment
   * earlier; the news waits for it.
   * @param {string} id
   */
  expectRoom(id) {
    this.#held.set(id, this.#held.get(id) ?? []);
  }

  /** The join that was asked for failed. @param {string} id */
  forgetRoom(id) {
    this.#held.delete(id);
  }

  /**
   * Takes in the answer to a join. The room may be known from before a reconnect; then only what was missed is added.
   * @param {string} id @param {string[]} members @param {ChatMessage[]} history
   */
  enterRoom(id, members, history) {
    const room = this.rooms.get(id) ?? new Room(id);
    this.rooms.set(id, room);
    room.outside = "";
    room.members = new Set(members);
    this.changed({ topic: "members", room });
    this.changed({ topic: "composer", room });
    this.changed({ topic: "rooms" });
    this.#add(room, history);
    const held = this.#held.get(id) ?? [];
    this.#held.delete(id);
    for (const happen of held) happen();
  }

  /** @param {string} id */
  dropRoom(id) {
    this.rooms.delete(id);
    if (this.open?.id === id) {
      this.open = undefined;
      const next = this.rooms.keys().next().value;
      if (next !== undefined) return this.openRoom(next);
      this.changed({ topic: "open" });
    }
    this.changed({ topic: "rooms" });
  }

  /** @param {ChatMessage} message */
  receive(message) {
    const held = this.#held.get(message.room);
    if (held) return void held.push(() => this.receive(message));
    const room = this.rooms.get(message.room);
    if (!room) return;
    this.setTyping(message.room, message.author, false);
    const added = this.#add(room, [message]);
    if (!added || message.author === this.name || (room === this.open && !document.hidden)) return;
    room.unread += added;
    this.changed({ topic: "rooms" });
  }

  /** Writes a line of our own into a room. @param {Room} room @param {string} text */
  note(room, text) {
    const added = [{ note: text, at: Date.now() }];
    room.entries.push(...added);
    this.changed({ topic: "messages", room, added });
  }

  /** @param {string} id @param {string} name @param {boolean} present */
  setMember(id, name, present) {
    const held = this.#held.get(id);
    if (held) return void held.push(() => this.setMember(id, name, present));
    const room = this.rooms.get(id);
    if (!room) return;
    if (present) room.members.add(name);
    else room.members.delete(name);
    this.changed({ topic: "members", room });
    this.changed({ topic: "rooms" });
    if (!present) this.setTyping(id, name, false);
  }

  /** @param {string} id @param {string} name @param {boolean} typing */
  setTyping(id, name, typing) {
    const room = this.rooms.get(id);
    if (!room || name === this.name) return;
    clearTimeout(room.typing.get(name));
    room.typing.delete(name);
    if (typing)
      room.typing.set(
        name,
        setTimeout(() => this.setTyping(id, name, false), TYPING_EXPIRES_MS),
      );
    this.changed({ topic: "typing", room });
  }

  /** Everything read in the open room: the reader is back at the page. */
  markRead() {
    if (!this.open?.unread) return;
    this.open.unread = 0;
    this.changed({ topic: "rooms" });
  }

  /** @param {Room} room @param {ChatMessage[]} messages @returns {number} how many were new */
  #add(room, messages) {
    const added = messages.filter((message) => !room.known.has(keyOf(message))).map((message) => ({ message }));
    for (const { message } of added) room.known.add(keyOf(message));
    room.entries.push(...added);
    for (const old of room.entries.splice(0, room.entries.length - MAX_MESSAGES)) {
      if ("message" in old) room.known.delete(keyOf(old.message));
    }
    if (added.length) this.changed({ topic: "messages", room, added });
    return added.length;
  }
}

/** A server that was restarted counts from the start again, so the id alone does not tell messages apart.
 * @param {ChatMessage} message */
const keyOf = (message) => `${message.id}@${message.sentAt}`;
