// @ts-check
/** Says that the connection is gone, and how long until the next attempt. */

import { byId } from "./dom.js";

/** @import { Model } from "./model.js" */

/** @param {Model} model @param {() => void} reconnect */
export function mountBanner(model, reconnect) {
  const banner = byId("banner", HTMLElement);
  const text = byId("banner-text", HTMLElement);
  const countdown = byId("banner-countdown", HTMLElement);
  const now = byId("reconnect", HTMLButtonElement);
  /** The first connection is no news; a lost or a failed one is. */
  let lost = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let ticking;

  const tick = () => {
    const { connection } = model;
    if (connection.phase !== "waiting") return;
    const seconds = Math.ceil((connection.retryAt - Date.now()) / 1000);
    countdown.textContent = seconds > 0 ? `in ${seconds} s` : "now";
  };

  const draw = () => {
    const { phase } = model.connection;
    if (phase === "waiting" || phase === "closed") lost = true;
    if (phase === "ready" || phase === "open") lost = false;
    clearInterval(ticking);
    banner.hidden = !lost;
    countdown.textContent = "";
    now.hidden = phase !== "waiting" && phase !== "closed";
    if (!lost) return (text.textContent = "");
    if (phase === "waiting") {
      text.textContent = "Connection lost. Reconnecting";
      ticking = setInterval(tick, 250);
      return tick();
    }
    if (model.connection.phase === "closed")
      return (text.textContent = `The server closed the connection: ${model.connection.reason}.`);
    text.textContent = phase === "restoring" ? "Connected. Joining your rooms again…" : "Connecting…";
  };

  now.addEventListener("click", reconnect);
  model.watch(({ topic }) => topic === "connection" && draw());
  draw();
}
