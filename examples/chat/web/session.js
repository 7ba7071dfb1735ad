// @ts-check
/** The page's side of the protocol: says hello, keeps the rooms joined through reconnects, feeds the model. */

/** @import { Chat } from "./protocol.js" */
/** @import { Client, State, StateInfo } from "./client.js" */
/** @import { Model, Room } from "./model.js" */

/** A dead connection may hold our name for a moment, so a reconnect asks for it again before giving up. */
const NAME_ATTEMPTS = 6;
const NAME_RETRY_MS = 1000;
/** An import may take its time; it is the reader who ends it. */
const IMPORT_TIMEOUT_MS = 30 * 60_000;

export class Session {
  /** Counts connections, so that what was begun on an old one ends quietly. */
  #connection = 0;

  /**
   * @param {Client<Chat>} client @param {Model} model
   * @param {(problem: string) => void} onNameLost called when a reconnect cannot get our name back
   */
  constructor(client, model, onNameLost) {
    this.client = client;
    this.model = model;
    this.onNameLost = onNameLost;
    client.on("CHAT_MESSAGE", (message) => model.receive(message));
    client.on("MEMBER_JOINED", ({ room, name }) => model.setMember(room, name, true));
    client.on("MEMBER_LEFT", ({ room, name }) => model.setMember(room, name, false));
    client.on("MEMBER_TYPING", ({ room, name, typing }) => model.setTyping(room, name, typing));
    // What is sent here goes ahead of all that waits, so nothing reaches the server from somebody without a name.
    client.onOpen(() => this.#restore());
    client.onState((state, info) => this.#follow(state, info));
  }

  get ready() {
    return this.model.connection.phase === "ready";
  }

  /** @param {string} name @returns {Promise<string>} the problem, if any */
  async introduce(name) {
    const hello = await this.client.request("HELLO", { name }).safe();
    if (!hello.ok) return describe(hello.error);
    this.model.name = hello.value.name;
    this.model.setDirectory(hello.value.rooms);
    await this.#rejoin(this.#connection);
    return "";
  }

  /** @param {string} room @returns {Promise<string>} the problem, if any */
  async join(room) {
    if (this.model.rooms.get(room)?.outside === "") {
      this.model.openRoom(room);
      return "";
    }
    const problem = await this.#enter(room);
    if (problem) return problem;
    this.model.openRoom(room);
    this.refreshDirectory();
    return "";
  }

  /** @param {Room} room */
  async leave(room) {
    room.importing?.controller.abort();
    // Whatever the answer, the reader wants out; a connection that is gone has left every room.
    if (this.ready) await this.client.request("LEAVE_ROOM", { room: room.id }).safe();
    this.model.dropRoom(room.id);
    this.refreshDirectory();
  }

  /** @param {Room} room @param {string} text @returns {Promise<string>} the problem, if any */
  async post(room, text) {
    // Before the rooms are joined again a message would only be refused, so it does not wait in the client's queue.
    if (!this.ready)
      return "Not connected at the moment. Your message stays here; send it when the connection is back.";
    const posted = await this.client.request("POST_MESSAGE", { room: room.id, text }).safe();
    if (posted.ok) return "";
    return posted.error.code === "UNAVAILABLE"
      ? "The connection was lost before the server had confirmed this. It stays here: see whether it arrived before you send it again."
      : describe(posted.error);
  }

  /** @param {Room} room @param {boolean} typing */
  sendTyping(room, typing) {
    if (this.ready && !room.outside) this.client.send("TYPING", { room: room.id, typing });
  }

  /** @param {Room} room @param {number} count */
  async importHistory(room, count) {
    const controller = new AbortController();
    const importing = (room.importing = { progress: { done: 0, total: count }, controller });
    Object.assign(room, { importProblem: "", importOutcome: "" });
    const changed = () => this.model.changed({ topic: "import", room });
    changed();
    const call = this.client.request(
      "IMPORT_HISTORY",
      { room: room.id, count },
      { signal: controller.signal, timeoutMs: IMPORT_TIMEOUT_MS },
    );
    const outcome = call.safe();
    for await (const progress of call.progress) {
      importing.progress = progress;
      changed();
    }
    const result = await outcome;
    room.importing = undefined;
    const { done, total } = importing.progress;
    if (result.ok) room.importOutcome = `Imported all ${result.value.count} messages.`;
    else if (controller.signal.aborted)
      room.importOutcome = `Cancelled after ${done} of ${total} messages; those stay.`;
    else if (done > 0) room.importOutcome = `Interrupted after ${done} of ${total} messages. ${describe(result.error)}`;
    else room.importProblem = describe(result.error);
    changed();
  }

  /** Asks for the rooms again. The list is a courtesy: failing is no news. */
  async refreshDirectory() {
    if (!this.ready) return;
    const listed = await this.client.request("LIST_ROOMS").safe();
    if (listed.ok) this.model.setDirectory(listed.value.rooms);
  }

  /** @param {State} state @param {StateInfo} info */
  #follow(state, info) {
    if (state === "open") return; // #restore has begun already, and knows more.
    this.#connection += 1;
    if (state === "connecting") this.model.setConnection({ phase: "connecting" });
    if (state === "reconnecting")
      this.model.setConnection({ phase: "waiting", retryAt: Date.now() + (info.retryInMs ?? 0) });
    if (state === "closed" && info.closeCode)
      this.model.setConnection({ phase: "closed", reason: info.closeReason || `code ${info.closeCode}` });
  }

  /** Takes up again what the last connection had: the name, then the rooms. */
  async #restore() {
    const { client, model } = this;
    const connection = (this.#connection += 1);
    if (!model.name) return model.setConnection({ phase: "open" });
    model.setConnection({ phase: "restoring" });
    for (let attempt = 1; ; attempt += 1) {
      const hello = await client.request("HELLO", { name: model.name }).safe();
      if (connection !== this.#connection) return;
      if (hello.ok) {
        model.setDirectory(hello.value.rooms);
        return this.#rejoin(connection);
      }
      if (attempt === NAME_ATTEMPTS) return this.#loseName(describe(hello.error));
      await new Promise((resolve) => setTimeout(resolve, NAME_RETRY_MS));
      if (connection !== this.#connection) return;
    }
  }

  /** @param {string} problem */
  #loseName(problem) {
    this.model.name = "";
    this.model.setConnection({ phase: "open" });
    this.onNameLost(problem);
  }

  /** @param {number} connection */
  async #rejoin(connection) {
    const rooms = [...this.model.rooms.values()];
    await Promise.all(rooms.map((room) => this.#rejoinRoom(room)));
    if (connection === this.#connection) this.model.setConnection({ phase: "ready" });
  }

  /** @param {Room} room */
  async #rejoinRoom(room) {
    room.outside = await this.#enter(room.id, () => this.model.note(room, "Reconnected"));
    this.model.changed({ topic: "composer", room });
  }

  /** @param {string} room @param {() => void} before called once we are in, before what we missed is added */
  async #enter(room, before = () => {}) {
    this.model.expectRoom(room);
    const joined = await this.client.request("JOIN_ROOM", { room }).safe();
    if (!joined.ok) {
      this.model.forgetRoom(room);
      return describe(joined.error);
    }
    before();
    this.model.enterRoom(room, joined.value.members, joined.value.history);
    return "";
  }
}

/** What the last part of an issue's path names, as the subject of a sentence. @type {Record<string, string>} */
const SUBJECTS = { name: "A name", room: "A room name", text: "A message", count: "The number" };
/** Clearer than a regular expression. @type {Record<string, string>} */
const PATTERNS = {
  room: "may have lower-case letters, digits and hyphens only",
  name: "must not begin or end with a space, nor break the line",
};

/** An error in words. @param {{ code: string, message?: string, details?: unknown }} error */
function describe(error) {
  const issues = issuesOf(error);
  if (issues.length) return issues.map(issueText).join(" ");
  switch (error.code) {
    case "UNAVAILABLE":
      return "The server cannot be reached at the moment. Try again when the connection is back.";
    case "RESOURCE_EXHAUSTED":
      return "That was too fast. Wait a moment and try again.";
    default:
      return sentence(error.message ?? error.code);
  }
}

/** @param {{ path: string, code: string, message: string }} issue */
function issueText({ path, code, message }) {
  const field = path.slice(path.lastIndexOf("/") + 1);
  return sentence(`${SUBJECTS[field] ?? field} ${(code === "pattern" && PATTERNS[field]) || message}`);
}

/** @param {{ code: string, details?: unknown }} error @returns {{ path: string, code: string, message: string }[]} */
function issuesOf({ code, details }) {
  if (code !== "INVALID_ARGUMENT" || typeof details !== "object" || details === null || !("issues" in details))
    return [];
  return Array.isArray(details.issues) ? details.issues : [];
}

/** @param {string} text */
function sentence(text) {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/u.test(start) ? start : `${start}.`;
}
