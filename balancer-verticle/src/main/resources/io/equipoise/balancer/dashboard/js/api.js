// @ts-check
// Calls of the admin API. The token goes with each; a refusal asks for it once and tries again.
import { authorization, current, refused } from './session.js';

const BASE = 'api/v1/';

/** What the API said instead of what was asked for (RFC 9457). */
export class Problem extends Error {
  /** @param {number} status @param {string} title @param {string} detail */
  constructor(status, title, detail) {
    super(detail || title);
    this.status = status;
    this.title = title;
  }
}

/**
 * A response with a good status.
 * @param {string} path under api/v1
 * @param {RequestInit & {headers?: Record<string, string>}} [options]
 */
export async function call(path, options = {}) {
  for (;;) {
    const used = current();
    const response = await fetch(BASE + path, {
      ...options,
      cache: 'no-store',
      headers: { Accept: 'application/json', ...options.headers, ...authorization() },
    });
    if (response.status === 401) {
      await response.body?.cancel();
      await refused(used);
    } else if (response.ok) {
      return response;
    } else {
      throw await problem(response);
    }
  }
}

/** @param {string} path @param {AbortSignal} [signal] @returns {Promise<any>} */
export async function read(path, signal) {
  return (await call(path, { signal })).json();
}

/**
 * Changes something.
 * @param {'PATCH' | 'POST' | 'DELETE'} method
 * @param {string} path
 * @param {object} [body]
 */
export async function change(method, path, body) {
  const options = body ? { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } } : {};
  await (await call(path, { method, ...options })).body?.cancel();
}

/** One part of a path, whatever it holds. @param {string} name */
export function segment(name) {
  return encodeURIComponent(name);
}

/** @param {Response} response */
async function problem(response) {
  const body = await response.text();
  try {
    const { title, detail } = JSON.parse(body);
    return new Problem(response.status, String(title), String(detail ?? ''));
  } catch {
    return new Problem(response.status, response.statusText || `status ${response.status}`, body.slice(0, 200));
  }
}
