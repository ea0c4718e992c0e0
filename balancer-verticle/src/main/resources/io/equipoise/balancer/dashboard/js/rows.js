// @ts-check
// Which backends the table shows, and in which order.
import { isTrouble, STATES, stateOf, whyOf } from './states.js';

/** @typedef {import('./types.js').Backend} Backend @typedef {import('./types.js').State} State */

/** What a column is sorted by. @type {Record<string, (b: Backend) => string | number>} */
const KEYS = {
  state: (b) => STATES[stateOf(b)].rank,
  id: (b) => b.id,
  weight: (b) => b.weight,
  open: (b) => b.open,
  rate: (b) => b.rate,
  share: (b) => b.share,
  connect: (b) => b.connect.p99 ?? -1,
  firstByte: (b) => b.firstByte.p99 ?? -1,
  bytes: (b) => b.bytesFromClients + b.bytesFromBackends,
  failures: (b) => b.failures,
  lastFailure: (b) => (b.lastFailure?.at ? Date.parse(b.lastFailure.at) : 0),
};

const byName = new Intl.Collator('en', { numeric: true });

let last = /** @type {{from: unknown[], rows: Backend[]}} */ ({ from: [], rows: [] });

/** The same array as long as nothing of what it is made of has changed. @param {State} state @returns {Backend[]} */
export function rowsOf({ stats, filter, only, sort }) {
  const from = [stats, filter, only, sort];
  if (from.some((part, i) => part !== last.from[i])) {
    last = { from, rows: selected(stats, filter, only, sort) };
  }
  return last.rows;
}

/** @param {State['stats']} stats @param {string} filter @param {State['only']} only @param {State['sort']} sort @returns {Backend[]} */
function selected(stats, filter, only, sort) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const key = KEYS[sort.column];
  const way = sort.down ? -1 : 1;
  return (stats?.backends ?? [])
    .filter((b) => kept(b, only) && words.every((word) => matches(b, word)))
    .sort((a, b) => way * compared(key(a), key(b)) || byName.compare(a.id, b.id));
}

/** How many there are of each kind. @param {Backend[]} backends */
export function tallied(backends) {
  return {
    all: backends.length,
    serving: backends.filter((b) => b.eligible).length,
    trouble: backends.filter(isTrouble).length,
  };
}

/** @param {Backend} backend @param {State['only']} only */
function kept(backend, only) {
  return only === 'all' || (only === 'serving' ? backend.eligible : isTrouble(backend));
}

/** A word is found anywhere; "state:", "service:" and "zone:" look there only. @param {Backend} b @param {string} word */
function matches(b, word) {
  const [, field, value] = /^(state|service|zone):(.*)$/.exec(word) ?? [];
  if (field) {
    const own = { state: STATES[stateOf(b)].label, service: b.service, zone: b.zone ?? '' }[field] ?? '';
    return own.toLowerCase().startsWith(value);
  }
  return textOf(b).includes(word);
}

/** @param {Backend} b */
function textOf(b) {
  const tags = Object.entries(b.tags ?? {}).map(([name, value]) => `${name}=${value}`);
  return [b.id, b.service, addressOf(b), b.zone, STATES[stateOf(b)].label, whyOf(b), ...tags].join(' ').toLowerCase();
}

/** @param {Backend} b */
export function addressOf(b) {
  if (!b.host) {
    return '';
  }
  return b.host.includes(':') ? `[${b.host}]:${b.port}` : `${b.host}:${b.port}`;
}

/** @param {string | number} a @param {string | number} b */
function compared(a, b) {
  return typeof a === 'string' ? byName.compare(a, String(b)) : a - Number(b);
}
