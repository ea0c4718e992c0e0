// @ts-check
// What a backend is, in one word, one sign and one colour: never by colour alone.
import { svg } from './dom.js';

/** @typedef {import('./types.js').Backend} Backend */
/** @typedef {'serving' | 'draining' | 'maintenance' | 'down' | 'unknown' | 'resting'} StateName */

/** The order in which trouble is sorted: the worst first. @type {Record<StateName, {label: string, rank: number, says: string}>} */
export const STATES = {
  down: { label: 'Down', rank: 0, says: 'does not pass its health probes' },
  unknown: { label: 'Unknown', rank: 1, says: 'not probed yet' },
  draining: { label: 'Draining', rank: 2, says: 'takes no new sessions; those that run go on' },
  maintenance: { label: 'Maintenance', rank: 3, says: 'takes no new sessions until it is enabled' },
  resting: { label: 'Resting', rank: 4, says: 'up, but takes no new sessions now' },
  serving: { label: 'Serving', rank: 5, says: 'takes new sessions' },
};

/** @param {Backend} backend @returns {StateName} */
export function stateOf(backend) {
  if (backend.health === 'down') {
    return 'down';
  }
  if (backend.state !== 'ready') {
    return backend.state;
  }
  if (backend.health === 'unknown') {
    return 'unknown';
  }
  return backend.eligible ? 'serving' : 'resting';
}

/** One sentence on why it is what it is. @param {Backend} backend */
export function whyOf(backend) {
  const name = stateOf(backend);
  if (name === 'resting' && backend.weight === 0) {
    return 'weight 0';
  }
  if (name === 'down' && backend.state !== 'ready') {
    return `${STATES[backend.state].label.toLowerCase()}; ${backend.why ?? STATES.down.says}`;
  }
  return name === 'draining' || name === 'maintenance' ? STATES[name].says : (backend.why ?? STATES[name].says);
}

/** Whether somebody should look at it. @param {Backend} backend */
export function isTrouble(backend) {
  return stateOf(backend) === 'down' || stateOf(backend) === 'unknown';
}

const PATHS = {
  serving: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Z',
  resting: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM5 7h6v2H5Z',
  draining: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 1.8v8.4A4.2 4.2 0 0 1 8 3.8Z',
  maintenance: 'M3.6 2h8.8A1.6 1.6 0 0 1 14 3.6v8.8a1.6 1.6 0 0 1-1.6 1.6H3.6A1.6 1.6 0 0 1 2 12.4V3.6A1.6 1.6 0 0 1 3.6 2ZM5.2 5v6h2V5Zm3.6 0v6h2V5Z',
  down: 'M8 .6 15.4 8 8 15.4 .6 8ZM5.6 6.6 7 8 5.6 9.4 6.6 10.4 8 9 9.4 10.4 10.4 9.4 9 8 10.4 6.6 9.4 5.6 8 7 6.6 5.6Z',
  unknown: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 1.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4Z',
};

/** The sign of a state, 16 units wide; beside a word, so hidden from those who listen. @param {StateName} name */
export function sign(name) {
  const path = svg('path', { d: PATHS[name], 'fill-rule': 'evenodd' });
  return svg('svg', { class: `sign s-${name}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, path);
}

/** Makes a sign another one. @param {SVGElement} node @param {StateName} name */
export function reSign(node, name) {
  if (node.getAttribute('class') !== `sign s-${name}`) {
    node.setAttribute('class', `sign s-${name}`);
    node.firstElementChild?.setAttribute('d', PATHS[name]);
  }
}
