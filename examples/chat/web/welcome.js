// @ts-check
/** The first thing a reader sees: asks for a name until the server grants one. */

import { byId, focusDraft } from "./dom.js";

/** @import { Model } from "./model.js" */
/** @import { Session } from "./session.js" */

/** @param {Model} model @param {Session} session */
export function mountWelcome(model, session) {
  const welcome = byId("welcome", HTMLElement);
  const app = byId("app", HTMLElement);
  const name = byId("name", HTMLInputElement);
  const error = byId("name-error", HTMLElement);
  const submit = byId("name-submit", HTMLButtonElement);

  /** @param {string} problem */
  const report = (problem) => {
    error.textContent = problem;
    name.setAttribute("aria-invalid", String(problem !== ""));
  };

  byId("name-form", HTMLFormElement).addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    report("");
    const problem = await session.introduce(name.value);
    submit.disabled = false;
    report(problem);
    if (problem) return name.focus();
    welcome.hidden = true;
    app.hidden = false;
    if (model.open) focusDraft();
    else byId("join", HTMLInputElement).focus();
  });
  name.addEventListener("input", () => report(""));
  name.focus();

  return {
    /** Asks again, for a name that was lost. The rooms wait behind it. @param {string} problem */
    show(problem) {
      welcome.hidden = false;
      app.hidden = true;
      report(problem);
      name.focus();
    },
  };
}
