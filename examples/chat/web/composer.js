// @ts-check
/** Where a message is written. A draft is kept, room by room, until the server has confirmed it. */

import { byId } from "./dom.js";

/** @import { Model, Room } from "./model.js" */
/** @import { Session } from "./session.js" */

/** Shown by the counter only: it is the server that refuses a longer message, and says why. */
const MAX_CHARACTERS = 280;
const TYPING_EVERY_MS = 2000;
const TYPING_ENDS_MS = 3000;

/** @param {Model} model @param {Session} session */
export function mountComposer(model, session) {
  const draft = byId("draft", HTMLTextAreaElement);
  const count = byId("composer-count", HTMLElement);
  const error = byId("composer-error", HTMLElement);
  const send = byId("send", HTMLButtonElement);
  const form = byId("composer", HTMLFormElement);
  const outside = byId("outside", HTMLElement);
  const typing = trackTyping(session);

  const drawCount = () => {
    const length = [...draft.value].length;
    count.textContent = `${length} / ${MAX_CHARACTERS}`;
    count.classList.toggle("over", length > MAX_CHARACTERS);
    count.classList.toggle("near", length > MAX_CHARACTERS * 0.8);
    send.disabled = length === 0 || model.open?.posting === true;
  };

  const draw = () => {
    const room = model.open;
    if (!room) return;
    if (draft.value !== room.draft) draft.value = room.draft;
    draft.placeholder = `Message #${room.id}`;
    error.textContent = room.problem;
    draft.setAttribute("aria-invalid", String(room.problem !== ""));
    form.classList.toggle("posting", room.posting);
    outside.hidden = room.outside === "";
    byId("outside-text", HTMLElement).textContent = `You are not in this room at the moment. ${room.outside}`;
    drawCount();
  };

  draft.addEventListener("input", () => {
    const room = model.open;
    if (!room) return;
    room.draft = draft.value;
    room.problem = "";
    if (draft.value) typing.keystroke(room);
    else typing.stop();
    draw();
  });
  draft.addEventListener("keydown", (event) => {
    // While an input method composes, Enter chooses a candidate.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const room = model.open;
    if (!room || room.posting || room.draft === "") return;
    typing.stop();
    draft.focus();
    void post(model, session, room);
  });
  byId("outside-join", HTMLButtonElement).addEventListener("click", async () => {
    const room = model.open;
    if (!room) return;
    const problem = await session.join(room.id);
    if (problem) room.outside = problem;
    draw();
  });
  model.watch(({ topic, room }) => {
    if (topic === "open") typing.stop();
    if (topic === "open" || (topic === "composer" && room === model.open)) draw();
  });
}

/** @param {Model} model @param {Session} session @param {Room} room */
async function post(model, session, room) {
  const text = room.draft;
  Object.assign(room, { posting: true, problem: "" });
  model.changed({ topic: "composer", room });
  room.problem = await session.post(room, text);
  // What was typed while the message was under way is the next draft.
  if (!room.problem && room.draft.startsWith(text)) room.draft = room.draft.slice(text.length);
  room.posting = false;
  model.changed({ topic: "composer", room });
}

/** Tells the others that we type: when we begin, every two seconds while we go on, and when we stop.
 * @param {Session} session */
function trackTyping(session) {
  /** @type {Room | undefined} */
  let where;
  let told = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let idle;

  const stop = () => {
    clearTimeout(idle);
    if (where) session.sendTyping(where, false);
    where = undefined;
    told = 0;
  };
  /** @param {Room} room */
  const keystroke = (room) => {
    clearTimeout(idle);
    idle = setTimeout(stop, TYPING_ENDS_MS);
    if (where === room && Date.now() - told < TYPING_EVERY_MS) return;
    where = room;
    told = Date.now();
    session.sendTyping(room, true);
  };
  return { keystroke, stop };
}
