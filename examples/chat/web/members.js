// @ts-check
/** Who is in the open room. */

import { avatar, byId, make, reconcile } from "./dom.js";

/** @import { Model } from "./model.js" */

const collator = new Intl.Collator("en", { sensitivity: "base" });

/** @param {Model} model */
export function mountMembers(model) {
  const panel = byId("members-drawer", HTMLElement);
  const list = byId("members", HTMLUListElement);
  const count = byId("members-count", HTMLElement);

  const draw = () => {
    const room = model.open;
    panel.hidden = !room;
    if (!room) return;
    count.textContent = String(room.members.size);
    reconcile(
      list,
      [...room.members].sort(collator.compare),
      (name) => name,
      create,
      (element, name) => {
        element.classList.toggle("is-typing", room.typing.has(name));
        element.classList.toggle("is-me", name === model.name);
      },
    );
  };

  model.watch((change) => {
    if (change.topic === "open") draw();
    if ((change.topic === "members" || change.topic === "typing") && change.room === model.open) draw();
  });
}

/** @param {string} name */
function create(name) {
  return make(
    "li",
    { "data-testid": "member", "data-name": name },
    avatar(name),
    make("span", { class: "member-name" }, name),
    make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i")),
  );
}
