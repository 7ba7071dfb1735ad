// @ts-check
/** @import { Room } from "./protocol.js" */
import { createClient } from "./client.js";

/** @type {<T extends HTMLElement>(id: string) => T} */
const find = (id) => /** @type {any} */ (document.getElementById(id));
const [state, names, said, form] = [find("state"), find("names"), find("said"), find("say")];
/** @type {HTMLInputElement} */
const text = find("text");

const name = `guest ${Math.floor(Math.random() * 10_000)}`;
/** @type {Set<string>} */
const present = new Set();
/** @type {import("./client.js").Client<Room>} */
const room = createClient({ url: `${location.protocol.replace("http", "ws")}//${location.host}/ws` });

/** @param {string} words @param {string} [kind] */
function line(words, kind = "") {
  const item = document.createElement("li");
  item.textContent = words;
  item.className = kind;
  said.append(item);
}

function showNames() {
  names.textContent = [...present].sort().join(", ");
}

async function enter() {
  const result = await room.request("ENTER", { name }).safe();
  if (!result.ok) return;
  state.textContent = `${name}, on server ${result.value.server}`;
  present.clear();
  for (const member of result.value.names) present.add(member);
  showNames();
}

room.on("SAID", (message) => line(`${message.name} (${message.server}): ${message.text}`));
room.on("ARRIVED", (message) => {
  present.add(message.name);
  line(`${message.name} has come, on server ${message.server}`, "notice");
  showNames();
});
room.on("LEFT", (message) => {
  present.delete(message.name);
  line(`${message.name} has gone`, "notice");
  showNames();
});
room.onOpen(enter);
room.onState((now) => {
  if (now !== "open") state.textContent = now;
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  room.send("SAY", { text: text.value });
  text.value = "";
});
