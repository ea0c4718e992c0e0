// @ts-check
// The sampled choices of backends, the newest first.
import { attr, el, text } from './dom.js';
import { duration, moment, time } from './format.js';
import { createList, found, unreadText } from './lists.js';

/** @typedef {import('./types.js').Decision} Decision @typedef {import('./types.js').State} State */

/** @param {(decision: Decision) => void} onOpen */
export function createDecisions(onOpen) {
  const list = createList({ label: 'Decisions', key: (/** @type {Decision} */ d) => `${d.number} ${d.session}`, create: (d) => item(d, onOpen), update });
  return {
    node: list.node,
    /** @param {State} state */
    draw(state) {
      const { decisions, find } = state;
      const shown = (decisions ?? []).filter((d) => found(find, [d.session, d.client, d.service, d.listener, d.chosen, d.why, d.policy, d.outcome?.reason]));
      list.draw(shown, decisions === null ? unreadText(state) : find ? 'No decision matches.' : 'No session was opened yet. The balancer samples its choices as they are made.');
    },
  };
}

/** @param {Decision} decision @param {(decision: Decision) => void} onOpen */
function item(decision, onOpen) {
  const outcome = el('span', { class: 'outcome' });
  const button = el(
    'button',
    { type: 'button', class: 'entry' },
    el('span', { class: 'entry-top' }, el('b', { class: 'mono', text: decision.chosen ?? 'none' }), el('time', { datetime: decision.at, title: moment(decision.at), text: time(decision.at) })),
    el('span', { class: 'entry-why', text: decision.why }),
    el('span', { class: 'entry-more' }, el('span', { text: `${decision.client} → ${decision.listener}` }), outcome),
  );
  const node = el('li', {}, button);
  /** @type {any} */ (node).decision = decision;
  button.addEventListener('click', () => onOpen(/** @type {any} */ (node).decision));
  return node;
}

/** @param {any} node @param {Decision} decision */
function update(node, decision) {
  node.decision = decision;
  const { outcome } = decision;
  text(node.querySelector('.outcome'), outcome ? `${words(outcome.reason)} after ${duration(outcome.totalMillis)}` : 'running');
  attr(node, 'data-none', decision.chosen === undefined);
}

/** "CLIENT_CLOSED" as people say it. @param {string | undefined} reason */
export function words(reason) {
  return (reason ?? 'ended').toLowerCase().replaceAll('_', ' ');
}
