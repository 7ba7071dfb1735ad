// @ts-check
/** On a narrow screen the room list and the member list are drawers; on a wide one they are simply there. */

import { byId } from "./dom.js";

export function mountDrawers() {
  const backdrop = byId("backdrop", HTMLElement);
  const conversation = byId("conversation", HTMLElement);
  const drawers = [
    { drawer: byId("rooms-drawer", HTMLElement), button: byId("open-rooms", HTMLButtonElement) },
    { drawer: byId("members-drawer", HTMLElement), button: byId("open-members", HTMLButtonElement) },
  ];

  /** @param {HTMLElement | undefined} open */
  const show = (open) => {
    for (const { drawer, button } of drawers) {
      drawer.classList.toggle("shown", drawer === open);
      button.setAttribute("aria-expanded", String(drawer === open));
    }
    backdrop.hidden = !open;
    conversation.inert = open !== undefined;
  };

  const close = () => {
    const opened = drawers.find(({ drawer }) => drawer.classList.contains("shown"));
    show(undefined);
    opened?.button.focus();
  };

  for (const { drawer, button } of drawers) {
    button.addEventListener("click", () => {
      show(drawer);
      /** @type {HTMLElement | null} */ (drawer.querySelector("[data-close-drawer]"))?.focus();
    });
    drawer.querySelector("[data-close-drawer]")?.addEventListener("click", close);
  }
  backdrop.addEventListener("click", close);
  addEventListener("keydown", (event) => event.key === "Escape" && !backdrop.hidden && close());
  // A window made wide shows both lists anyway, and nothing may stay inert behind them.
  matchMedia("(min-width: 1000px)").addEventListener("change", () => show(undefined));
  matchMedia("(min-width: 720px)").addEventListener("change", () => show(undefined));

  return { close, openRooms: () => show(drawers[0]?.drawer) };
}
