/** Waiting for conditions, never for a length of time. */

import { setTimeout as delay } from "node:timers/promises";

/** Far more than anything here takes, so that only a defect reaches it. */
export const TIMEOUT_MS = 20_000;
const POLL_MS = 25;

/**
 * Calls `check` until it does not throw any more; at the end of the time its last error is the test's.
 * @template T
 * @param {() => T | Promise<T>} check
 * @returns {Promise<T>}
 */
export async function eventually(check) {
  const end = Date.now() + TIMEOUT_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await delay(POLL_MS);
    }
  }
}

/**
 * @template T
 * @param {number} ms @param {string} what @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function within(ms, what, promise) {
  const timer = new AbortController();
  const late = delay(ms, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`waited ${ms} ms for ${what}`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    late.catch(() => {});
    timer.abort();
  }
}
