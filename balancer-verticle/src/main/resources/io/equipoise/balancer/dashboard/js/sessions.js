// @ts-check
// The sessions that run now.
import { el, text } from './dom.js';
import { bytes, duration } from './format.js';
import { createList, found, unreadText } from './lists.js';

/** @typedef {import('./types.js').Session} Session @typedef {import('./types.js').State} State */

/** @param {(id: string) => void} onOpen */
export function createSessions(onOpen) {
  const list = createList({ label: 'Sessions', key: (/** @type {Session} */ s) => s.id, create: (s) => item(s, onOpen), update });
  return {
    node: list.node,
    /** @param {State} state */
    draw(state) {
      const { sessions, find } = state;
      const shown = (sessions ?? []).filter((s) => found(find, [s.id, s.client, s.service, s.listener, s.backend, s.state]));
      list.draw(shown, sessions === null ? unreadText(state) : find ? 'No session matches.' : 'No session runs at this balancer now.');
    },
  };
}

/** @param {Session} session @param {(id: string) => void} onOpen */
function item(session, onOpen) {
  const button = el(
    'button',
    { type: 'button', class: 'entry', onclick: () => onOpen(session.id) },
    el('span', { class: 'entry-top' }, el('b', { class: 'mono', text: session.client }), el('span', { class: 'age' })),
    el('span', { class: 'entry-why' }),
    el('span', { class: 'entry-more' }, el('span', { text: session.listener }), el('span', { class: 'volume' })),
  );
  return el('li', {}, button);
}

/** @param {any} node @param {Session} session */
function update(node, session) {
  text(node.querySelector('.age'), duration(session.totalMillis));
  text(node.querySelector('.entry-why'), session.backend ? `${session.state} → ${session.backend}` : session.state);
  text(node.querySelector('.volume'), `↑ ${bytes(session.bytesFromClient)} ↓ ${bytes(session.bytesFromBackend)}`);
}
