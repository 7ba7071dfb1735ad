// @ts-check
/** Imports old messages into the open room: a call with progress that can be cancelled. */

import { byId } from "./dom.js";

/** @import { Model } from "./model.js" */
/** @import { Session } from "./session.js" */

/** @param {Model} model @param {Session} session */
export function mountImport(model, session) {
  const toggle = byId("import-toggle", HTMLButtonElement);
  const panel = byId("import-panel", HTMLElement);
  const form = byId("import-form", HTMLFormElement);
  const count = byId("import-count", HTMLInputElement);
  const running = byId("import-running", HTMLElement);
  const bar = byId("import-progress", HTMLProgressElement);

  const draw = () => {
    const room = model.open;
    const open = room !== undefined && room.importOpen;
    panel.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    if (!room) return;
    form.hidden = room.importing !== undefined;
    running.hidden = !room.importing;
    byId("import-error", HTMLElement).textContent = room.importProblem;
    count.setAttribute("aria-invalid", String(room.importProblem !== ""));
    byId("import-outcome", HTMLElement).textContent = room.importOutcome;
    if (!room.importing) return;
    const { done, total } = room.importing.progress;
    bar.max = total;
    bar.value = done;
    byId("import-label", HTMLElement).textContent = `${done} of ${total}`;
  };

  toggle.addEventListener("click", () => {
    if (!model.open) return;
    model.open.importOpen = !model.open.importOpen;
    draw();
    if (model.open.importOpen && !model.open.importing) count.select();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!model.open || model.open.importing) return;
    const room = model.open;
    const imported = session.importHistory(room, count.valueAsNumber);
    byId("import-cancel", HTMLButtonElement).focus();
    await imported;
    if (room === model.open && document.activeElement === document.body) toggle.focus();
  });
  byId("import-cancel", HTMLButtonElement).addEventListener("click", () => model.open?.importing?.controller.abort());
  model.watch(({ topic, room }) => {
    if (topic === "open" || (topic === "import" && room === model.open)) draw();
  });
}
