// @ts-check
/** The room list, the form that joins one, and the reader's own name below them. */

import { byId, focusDraft, icon, make, paintAvatar, plural, reconcile } from "./dom.js";

/** @import { Model, Room } from "./model.js" */
/** @import { Session } from "./session.js" */
/** @import { RoomInfo } from "./protocol.js" */

/** How often the member counts of the other rooms are asked for while somebody looks. */
const REFRESH_MS = 15_000;

/** @param {Model} model @param {Session} session @param {{ close(): void }} drawers */
export function mountRooms(model, session, drawers) {
  const input = byId("join", HTMLInputElement);
  const error = byId("join-error", HTMLElement);
  const joined = byId("joined", HTMLUListElement);
  const listed = byId("listed", HTMLUListElement);

  /** @param {string} problem */
  const report = (problem) => {
    error.textContent = problem;
    input.setAttribute("aria-invalid", String(problem !== ""));
  };

  /** @param {string} room */
  const join = async (room) => {
    report("");
    const problem = await session.join(room);
    report(problem);
    if (problem) {
      input.value = room;
      return input.focus();
    }
    input.value = "";
    drawers.close();
    focusDraft();
  };

  byId("join-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void join(input.value.trim());
  });
  input.addEventListener("input", () => report(""));
  byId("empty-join", HTMLButtonElement).addEventListener("click", () => void join("lobby"));
  setInterval(() => document.hidden || void session.refreshDirectory(), REFRESH_MS);

  /** @param {HTMLElement} element an entry of either list @returns {[HTMLElement, HTMLElement, HTMLElement]} */
  const parts = (element) => {
    const [link, members, unread] = [".room-link", ".room-members", ".unread"].map((part) =>
      element.querySelector(part),
    );
    return /** @type {[HTMLElement, HTMLElement, HTMLElement]} */ ([link, members, unread]);
  };

  /** @param {Room} room */
  const createJoined = (room) => {
    const open = make(
      "button",
      { type: "button", class: "room-link", "data-testid": "room-open" },
      make("span", { class: "hash" }, "#"),
      make("span", { class: "room-name" }, room.id),
      make("span", { class: "room-members", "data-testid": "room-members" }),
      make("span", { class: "badge unread", "data-testid": "room-unread" }),
    );
    open.addEventListener("click", () => {
      model.openRoom(room.id);
      drawers.close();
      focusDraft();
    });
    const leave = make(
      "button",
      {
        type: "button",
        class: "icon-button leave",
        "data-testid": "room-leave",
        "aria-label": `Leave ${room.id}`,
        title: "Leave",
      },
      icon("leave"),
    );
    leave.addEventListener("click", () => void session.leave(room));
    return make("li", { "data-testid": "room", "data-room": room.id }, open, leave);
  };

  /** @param {HTMLElement} element @param {Room} room */
  const updateJoined = (element, room) => {
    const [link, members, unread] = parts(element);
    const heads = plural(room.members.size, "member");
    link.setAttribute(
      "aria-label",
      room.unread ? `${room.id}, ${heads}, ${plural(room.unread, "unread message")}` : `${room.id}, ${heads}`,
    );
    link.setAttribute("aria-current", String(room === model.open));
    element.classList.toggle("has-unread", room.unread > 0);
    members.textContent = String(room.members.size);
    unread.textContent = room.unread > 99 ? "99+" : room.unread ? String(room.unread) : "";
  };

  /** @param {RoomInfo} info */
  const createListed = (info) => {
    const open = make(
      "button",
      { type: "button", class: "room-link", "data-testid": "listed-room-join" },
      make("span", { class: "hash" }, "#"),
      make("span", { class: "room-name" }, info.room),
      make("span", { class: "room-members", "data-testid": "room-members" }),
    );
    open.addEventListener("click", () => void join(info.room));
    return make("li", { "data-testid": "listed-room", "data-room": info.room }, open);
  };

  /** @param {HTMLElement} element @param {RoomInfo} info */
  const updateListed = (element, info) => {
    const [link, members] = parts(element);
    link.setAttribute("aria-label", `Join ${info.room}, ${plural(info.members, "member")}`);
    members.textContent = String(info.members);
  };

  const draw = () => {
    const others = model.directory.filter(({ room }) => !model.rooms.has(room));
    reconcile(joined, [...model.rooms.values()], ({ id }) => id, createJoined, updateJoined);
    reconcile(listed, others, ({ room }) => room, createListed, updateListed);
    byId("joined-section", HTMLElement).hidden = model.rooms.size === 0;
    byId("listed-section", HTMLElement).hidden = others.length === 0;
    const unread = [...model.rooms.values()].reduce((sum, room) => sum + room.unread, 0);
    byId("unread-dot", HTMLElement).hidden = unread === 0;
    document.title = `${unread ? `(${unread}) ` : ""}${model.open ? `#${model.open.id} · ` : ""}wskit chat`;
  };

  const drawMe = () => {
    const { phase } = model.connection;
    paintAvatar(byId("me-avatar", HTMLElement), model.name || "?");
    byId("me-name", HTMLElement).textContent = model.name;
    const connection = byId("connection", HTMLElement);
    connection.textContent =
      phase === "ready" ? "Online" : phase === "waiting" || phase === "closed" ? "Offline" : "Connecting…";
    connection.dataset.phase = phase;
  };

  model.watch(({ topic }) => {
    if (topic === "rooms" || topic === "open") draw();
    if (topic === "connection") drawMe();
  });
  addEventListener("visibilitychange", () => document.hidden || model.markRead());
}
