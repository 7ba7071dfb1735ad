// @ts-check
/** The messages of the open room, and who is typing. */

import { avatar, byId, day, make, moment, paint, plural, timeOfDay } from "./dom.js";

/** @import { ChatMessage } from "./protocol.js" */
/** @import { Entry, Model, Room } from "./model.js" */

/** Messages of one author closer than this form one group. */
const GROUP_MS = 5 * 60_000;
/** Messages closer than this would begin a smooth scroll over and over, and never get there. */
const SMOOTH_EVERY_MS = 400;
/** Closer to the end than this counts as being there. */
const NEAR_END_PX = 48;
const MAX_LINES = 1000;

/** @param {Model} model */
export function mountConversation(model) {
  const list = byId("messages", HTMLOListElement);
  const follow = mountScrolling(byId("scroller", HTMLElement));
  const newer = byId("newer", HTMLButtonElement);
  let missed = 0;
  /** @type {Entry | undefined} */
  let last;

  /** @param {number} count */
  const setMissed = (count) => {
    missed = count;
    newer.hidden = count === 0;
    if (count) byId("newer-text", HTMLElement).textContent = plural(count, "new message");
  };

  /** @param {Entry[]} entries */
  const append = (entries) => {
    for (const entry of entries) {
      if (!last || day(timeOf(last)) !== day(timeOf(entry)))
        list.append(make("li", { class: "divider" }, make("span", {}, day(timeOf(entry)))));
      list.append("note" in entry ? drawNote(entry) : drawMessage(entry, last, model.name));
      last = entry;
    }
    while (list.children.length > MAX_LINES) list.firstElementChild?.remove();
    byId("quiet-room", HTMLElement).hidden = last !== undefined;
  };

  const drawRoom = () => {
    const room = model.open;
    byId("empty", HTMLElement).hidden = room !== undefined;
    byId("room", HTMLElement).hidden = !room;
    byId("room-tools", HTMLElement).hidden = !room;
    byId("room-title", HTMLElement).textContent = room ? room.id : "Welcome";
    byId("room-title", HTMLElement).classList.toggle("is-room", room !== undefined);
    list.ariaBusy = "true"; // A whole conversation is not news to be read out.
    list.replaceChildren();
    last = undefined;
    append(room?.entries ?? []);
    list.ariaBusy = "false";
    setMissed(0);
    follow.toEnd("instant");
    drawCount();
    drawTyping();
  };

  const drawCount = () => {
    const room = model.open;
    byId("room-subtitle", HTMLElement).textContent = room ? plural(room.members.size, "member") : "";
  };

  const drawTyping = () => {
    const names = [...(model.open?.typing.keys() ?? [])];
    byId("typing", HTMLElement).replaceChildren(
      ...(names.length
        ? [make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i")), typingText(names)]
        : []),
    );
  };

  /** @param {Room} room @param {Entry[]} added */
  const drawAdded = (room, added) => {
    if (room !== model.open) return;
    const ours = added.some(
      (entry) => "message" in entry && entry.message.author === model.name && entry.message.kind === "said",
    );
    const stay = !follow.following && !ours;
    list.ariaLive = room.importing ? "off" : "polite";
    append(added);
    if (stay) setMissed(missed + added.filter((entry) => "message" in entry).length);
    else follow.toEnd("smooth");
  };

  newer.addEventListener("click", () => follow.toEnd("smooth"));
  follow.onEnd(() => setMissed(0));
  model.watch((change) => {
    if (change.topic === "open") drawRoom();
    else if (change.topic === "messages") drawAdded(change.room, change.added);
    else if (change.room !== model.open) return;
    else if (change.topic === "members") drawCount();
    else if (change.topic === "typing") drawTyping();
  });
}

/** Keeps the reader where they are: at the end if they were there, otherwise at the line they read.
 * @param {HTMLElement} scroller */
function mountScrolling(scroller) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let following = true;
  let top = 0;
  let scrolled = 0;
  let onEnd = () => {};
  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;

  scroller.addEventListener(
    "scroll",
    () => {
      // Going up is the reader's doing; a smooth scroll of ours only ever goes down.
      if (scroller.scrollTop < top && !atEnd()) following = false;
      if (atEnd()) {
        following = true;
        onEnd();
      }
      top = scroller.scrollTop;
    },
    { passive: true },
  );
  // The keyboard of a phone, or a composer that grows, must not push the end out of sight.
  new ResizeObserver(() => following && scroller.scrollTo({ top: scroller.scrollHeight, behavior: "instant" })).observe(
    scroller,
  );

  return {
    get following() {
      return following;
    },
    /** @param {"smooth" | "instant"} behavior */
    toEnd(behavior) {
      const hasty = calm.matches || document.hidden || Date.now() - scrolled < SMOOTH_EVERY_MS;
      following = true;
      scrolled = Date.now();
      scroller.scrollTo({ top: scroller.scrollHeight, behavior: hasty ? "instant" : behavior });
    },
    /** @param {() => void} then */
    onEnd(then) {
      onEnd = then;
    },
  };
}

/** @param {{ note: string, at: number }} entry */
function drawNote({ note, at }) {
  return make("li", { class: "divider note", "data-testid": "note" }, make("span", {}, `${note} at ${timeOfDay(at)}`));
}

/** @param {{ message: ChatMessage }} entry @param {Entry | undefined} previous @param {string} me */
function drawMessage({ message }, previous, me) {
  const { author, kind, sentAt, text } = message;
  const own = author === me && kind === "said";
  const line = make("li", {
    class: ["message", own && "own", kind === "imported" && "imported", continues(message, previous) && "continued"]
      .filter(Boolean)
      .join(" "),
    "data-testid": "message",
    "data-author": author,
    "data-kind": kind,
    "data-own": String(own),
  });
  const time = make("time", { datetime: new Date(sentAt).toISOString(), title: moment(sentAt) }, timeOfDay(sentAt));
  const head = make(
    "div",
    { class: "message-head" },
    make("strong", { class: own ? "unseen" : "" }, own ? "You" : author),
  );
  if (kind === "imported") head.append(make("span", { class: "tag" }, "imported"));
  head.append(time);
  const bubble = make(
    "div",
    { class: "bubble", "data-testid": "message-text", title: moment(sentAt), dir: "auto" },
    text,
  );
  line.append(own ? "" : avatar(author), make("div", { class: "message-body" }, head, bubble));
  paint(line, author);
  return line;
}

/** @param {ChatMessage} message @param {Entry | undefined} previous */
function continues(message, previous) {
  if (!previous || !("message" in previous)) return false;
  const { author, kind, sentAt } = previous.message;
  return (
    author === message.author &&
    kind === message.kind &&
    message.sentAt - sentAt < GROUP_MS &&
    day(sentAt) === day(message.sentAt)
  );
}

/** @param {Entry} entry */
const timeOf = (entry) => ("message" in entry ? entry.message.sentAt : entry.at);

/** @param {string[]} names */
function typingText(names) {
  const [first, second] = names;
  if (names.length === 1) return `${first} is typing…`;
  if (names.length === 2) return `${first} and ${second} are typing…`;
  return "Several people are typing…";
}
