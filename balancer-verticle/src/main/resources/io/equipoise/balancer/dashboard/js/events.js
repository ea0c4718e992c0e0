// @ts-check
// What happened, the newest first.
import { el, svg } from './dom.js';
import { moment, time } from './format.js';
import { createList, found } from './lists.js';
import { sign } from './states.js';

/** @typedef {import('./types.js').Event} Event @typedef {import('./types.js').State} State */

/** What an event looks like: a state's own sign, or a shape. @type {Record<string, string>} */
const SIGNS = { up: 'serving', ready: 'serving', down: 'down', draining: 'draining', maintenance: 'maintenance', panic: 'down', panic_over: 'serving', cluster_lost: 'down', cluster_back: 'serving' };
const SHAPES = {
  joined: 'M7 3h2v4h4v2H9v4H7V9H3V7h4Z',
  left: 'M3 7h10v2H3Z',
  changed: 'M3 4h10v2H3Zm0 6h10v2H3Z',
  admin: 'M8 2 10 6.5 14.5 7 11 10 12 14.5 8 12 4 14.5 5 10 1.5 7 6 6.500Z',
  opened: 'M2 7h8L7.5 4.5 9 3l5 5-5 5-1.5-1.500L10 9H2Z',
};

/** @param {(id: string) => void} onBackend */
export function createEvents(onBackend) {
  const list = createList({ label: 'Events', key: (/** @type {Event} */ e) => `${e.number} ${e.at}`, create: (e) => item(e, onBackend) });
  return {
    node: list.node,
    /** @param {State} state */
    draw({ events, paused, find, connection }) {
      const shown = (paused ?? events).filter((e) => found(find, [e.kind, e.subject, e.message, ...details(e)])).reverse();
      const nothing = find ? 'No event matches.' : connection.phase === 'live' ? 'Nothing has happened yet.' : 'Waiting for events.';
      list.draw(shown, nothing);
    },
  };
}

/** @param {Event} event @param {(id: string) => void} onBackend */
function item(event, onBackend) {
  const more = details(event);
  return el(
    'li',
    { class: `event e-${event.kind}` },
    SIGNS[event.kind] ? sign(/** @type {any} */ (SIGNS[event.kind])) : shape(event.kind),
    el(
      'div',
      { class: 'event-words' },
      el(
        'p',
        {},
        el('button', { type: 'button', class: 'subject', text: event.subject, onclick: () => onBackend(event.subject) }),
        ' ',
        el('span', { class: 'message', text: event.message.replace(/^backend /, '') }),
      ),
      more.length > 0 && el('p', { class: 'event-details', text: more.join(' · ') }),
    ),
    el('time', { datetime: event.at, title: moment(event.at), text: time(event.at) }),
  );
}

/** @param {string} kind */
function shape(kind) {
  const d = /** @type {Record<string, string>} */ (SHAPES)[kind] ?? SHAPES.changed;
  return svg('svg', { class: `sign shape-${kind}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d }));
}

/** @param {Event} event @returns {string[]} */
function details(event) {
  const known = Object.entries(event.details ?? {}).filter(([, value]) => value !== event.subject && value !== null);
  return known.map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
}
