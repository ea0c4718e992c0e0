// @ts-check
// One backend: what it is and why, its figures as they move, and what can be done to it.
import { ACTIONS, startAction } from './actions.js';
import { read, segment } from './api.js';
import { words } from './decisions.js';
import { mono } from './decision-view.js';
import { openDialog } from './dialog.js';
import { attr, el, text } from './dom.js';
import { bars, block, facts } from './facts.js';
import { bytes, count, duration, moment, percent, rate } from './format.js';
import { addressOf } from './rows.js';
import { reSign, sign, STATES, stateOf, whyOf } from './states.js';

/** @typedef {import('./types.js').Backend} Backend @typedef {import('./types.js').State} State @typedef {import('./types.js').Quantiles} Quantiles */

const REREAD_MS = 3_000;

/** The view that is open, if one is. */
let shown = /** @type {{draw: (state: State) => void} | null} */ (null);

/** Draws the open view anew with each change of the store. @param {any} store */
export function createBackendView(store) {
  store.view((/** @type {State} */ state) => shown?.draw(state));
}

/** @param {any} store @param {string} id */
export function openBackend(store, id) {
  const glyph = sign('unknown');
  const state = el('p', { class: 'backend-state' }, glyph, el('b'), el('span'));
  const live = el('div', { class: 'blocks' });
  const own = el('div', { class: 'blocks' });
  const mine = () => (store.get().stats?.backends ?? []).filter((/** @type {Backend} */ b) => b.id === id);
  const buttons = Object.entries(ACTIONS).map(([name, action]) =>
    el('button', { type: 'button', class: 'button', 'data-action': name, text: action.label, onclick: () => startAction(store, name, mine()) }),
  );
  const body = el('div', { class: 'dialog-body' }, state, el('div', { class: 'dialog-actions' }, ...buttons), live, own);
  const reread = () => void drawOwn(own, id);
  const timer = setInterval(reread, REREAD_MS);
  const view = {
    /** @param {State} s */
    draw(s) {
      const backend = s.stats?.backends.find((b) => b.id === id);
      attr(state, 'data-state', backend ? stateOf(backend) : 'unknown');
      buttons.forEach((button) => (button.disabled = !backend));
      if (backend) {
        reSign(glyph, stateOf(backend));
        text(state.children[1], STATES[stateOf(backend)].label);
        text(state.children[2], whyOf(backend));
        live.replaceChildren(...liveParts(backend));
      } else {
        text(state.children[1], 'Not in the pool');
        text(state.children[2], 'It has left, or was never here.');
        live.replaceChildren();
      }
    },
  };
  shown = view;
  openDialog({
    title: id,
    body,
    className: 'drawer',
    onClose() {
      clearInterval(timer);
      shown = shown === view ? null : shown;
    },
  });
  view.draw(store.get());
  reread();
}

/** @param {Backend} b */
function liveParts(b) {
  const tags = Object.entries(b.tags ?? {}).map(([name, value]) => el('li', { text: `${name}=${value}` }));
  return [
    facts([
      ['Service', b.service],
      ['Address', b.host && mono(addressOf(b))],
      ['Zone', b.zone],
      ['Comes from', b.origin === 'static' ? 'the configuration or the API' : 'its own announcement'],
      ['Tags', tags.length > 0 ? el('ul', { class: 'tags' }, ...tags) : undefined],
    ]),
    block(
      'Load',
      facts([
        ['Open', count(b.open)],
        ['Rate', `${rate(b.rate)}/s, ${count(b.opened)} in all`],
        ['Share', `${percent(b.share)}, fair ${percent(b.fairShare)}`],
        ['Weight', String(b.weight)],
        ['Bytes', `↓ ${bytes(b.bytesFromBackends)}  ↑ ${bytes(b.bytesFromClients)}`],
        ['Failures', `${count(b.failures)}, ${rate(b.failureRate)}/s`],
        ['Last failure', b.lastFailure?.at && `${words(b.lastFailure.reason)}, ${moment(b.lastFailure.at)}`],
      ]),
    ),
    block('Connect', quantiles('Connect', b.connect)),
    block('First byte', quantiles('First byte', b.firstByte)),
  ];
}

/** @param {string} label @param {Quantiles} q */
function quantiles(label, q) {
  if (q.count === 0) {
    return el('p', { class: 'fine', text: 'No session in the last 10 seconds.' });
  }
  const rows = /** @type {const} */ ([['median', q.p50], ['90 %', q.p90], ['99 %', q.p99], ['99.9 %', q.p999], ['slowest', q.max]]);
  return bars(label, rows.map(([name, value]) => ({ name, value, shown: duration(value) })));
}

/** What only the call for one backend says: orders, its own word, starts. @param {Element} host @param {string} id */
async function drawOwn(host, id) {
  try {
    const b = await read(`backends/${segment(id)}`);
    host.replaceChildren(
      block(
        'Orders',
        facts([
          ['Ordered by', b.order ? `${b.order.by}, ${moment(b.order.at)}` : 'nobody: it is as it announced itself'],
          ['Its own state', b.announcedState],
          ['Its own weight', String(b.announcedWeight)],
          ['Most sessions', b.maxConnections > 0 ? `${count(b.maxConnections)} from a balancer` : 'no limit'],
          ['Start', `number ${b.incarnation}`],
        ]),
      ),
    );
  } catch (error) {
    host.replaceChildren(el('p', { class: 'fine', text: `Its orders cannot be read: ${error instanceof Error ? error.message : error}` }));
  }
}
