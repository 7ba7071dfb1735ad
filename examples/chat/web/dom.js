// @ts-check
/** What every part of the page needs to draw itself. */

/**
 * The element of the page with this id; its type is checked, because the page and the script can drift apart.
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`the page has no ${type.name} #${id}`);
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {string} name one of the symbols at the top of the page */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/**
 * Makes the children of a list those of `items`, keeping the elements that stay, so that focus stays too.
 * @template T
 * @param {Element} list
 * @param {T[]} items
 * @param {(item: T) => string} key
 * @param {(item: T) => HTMLElement} create
 * @param {(element: HTMLElement, item: T) => void} update
 */
export function reconcile(list, items, key, create, update) {
  const old = new Map([...list.children].map((child) => [/** @type {HTMLElement} */ (child).dataset.key, child]));
  items.forEach((item, index) => {
    const id = key(item);
    let element = /** @type {HTMLElement | undefined} */ (old.get(id));
    old.delete(id);
    if (!element) {
      element = create(item);
      element.dataset.key = id;
    }
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
    update(element, item);
  });
  for (const gone of old.values()) gone.remove();
}

/** Puts the cursor where one writes, unless that would open the keyboard of a phone over the conversation. */
export function focusDraft() {
  if (matchMedia("(pointer: fine)").matches) byId("draft", HTMLTextAreaElement).focus();
}

/** @param {string} name */
export function avatar(name) {
  const element = make("span", { class: "avatar", "aria-hidden": "true" });
  paintAvatar(element, name);
  return element;
}

/** @param {HTMLElement} element @param {string} name */
export function paintAvatar(element, name) {
  element.textContent = initials(name);
  paint(element, name);
}

/** Gives an element the hue of a name; what is coloured by it, and how, is the style sheet's affair.
 * @param {HTMLElement} element @param {string} name */
export function paint(element, name) {
  element.style.setProperty("--hue", String(hue(name)));
}

/** @param {string} name */
function initials(name) {
  const words = name.split(/\s+/u).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return ends
    .map((word) => [...(word ?? "")][0])
    .join("")
    .toUpperCase();
}

/** FNV-1a, spread over the colour wheel by the golden angle, so that like names get unlike colours.
 * @param {string} name */
function hue(name) {
  let hash = 0x811c9dc5;
  for (const unit of new TextEncoder().encode(name)) hash = Math.imul(hash ^ unit, 0x01000193) >>> 0;
  return Math.round((hash * 137.508) % 360);
}

/** @param {number} count @param {string} noun */
export function plural(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

const hours = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const days = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });
const moments = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** @param {number} at milliseconds since 1970 */
export const timeOfDay = (at) => hours.format(at);
/** @param {number} at milliseconds since 1970 */
export const moment = (at) => moments.format(at);

/** @param {number} at milliseconds since 1970 */
export function day(at) {
  const text = days.format(at);
  return text === days.format(Date.now()) ? "Today" : text;
}
