// @ts-check
// The token of this browser tab: asked for once, kept until the tab is closed, sent with every call.
import { askForToken } from './token-dialog.js';

const KEY = 'equipoise.token';

/** The reader closed the dialog; nothing is asked again until they want to. */
export class Locked extends Error {
  constructor() {
    super('no token was given');
  }
}

let token = stored();
let asking = /** @type {Promise<string> | null} */ (null);
let declined = false;

/** Headers that carry the token, if there is one. @returns {Record<string, string>} */
export function authorization() {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** The token as it is now, to be named in {@link refused}. */
export function current() {
  return token;
}

/**
 * A call with that token was refused. Comes back when there is another to try; many calls share one dialog.
 * @param {string | null} used
 * @returns {Promise<void>} fails with Locked when the reader gives none
 */
export async function refused(used) {
  if (used !== token && token) {
    return;
  }
  if (declined) {
    throw new Locked();
  }
  asking ??= askForToken(used !== null).finally(() => {
    asking = null;
  });
  try {
    keep(await asking);
  } catch {
    declined = true;
    throw new Locked();
  }
}

/** The reader wants to be asked again. */
export function unlock() {
  declined = false;
}

/** @param {string} value */
function keep(value) {
  token = value;
  try {
    sessionStorage.setItem(KEY, value);
  } catch {
    // Storage is forbidden: the token lasts as long as the page.
  }
}

function stored() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
