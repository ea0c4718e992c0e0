// @ts-check
// How far what is shown can be trusted: live, stale, or cut off; and how the pool fares in one line.
import { attr, byId, el, text } from './dom.js';
import { count, plural, time } from './format.js';
import { stateOf } from './states.js';

/** @typedef {import('./types.js').State} State */

/** Figures come each second; older than this they are called stale. */
export const STALE_MS = 3_000;

/** @param {State} state @returns {{kind: string, label: string, detail: string}} */
export function trust({ connection, heardAt, now }) {
  const age = heardAt === undefined ? undefined : Math.max(0, Math.round((now - heardAt) / 1000));
  const old = age === undefined ? 'No figures yet.' : `The figures are ${age} s old.`;
  if (connection.phase === 'locked') {
    return { kind: 'locked', label: 'Locked', detail: 'This balancer wants a token.' };
  }
  if (connection.phase === 'lost') {
    const wait = Math.max(0, Math.ceil(((connection.retryAt ?? now) - now) / 1000));
    return { kind: 'lost', label: age === undefined ? 'Disconnected' : `Disconnected · ${age} s old`, detail: `The balancer does not answer. ${old} Trying again ${wait > 0 ? `in ${wait} s` : 'now'}.` };
  }
  if (connection.phase === 'connecting' || heardAt === undefined) {
    return { kind: 'connecting', label: 'Connecting', detail: old };
  }
  return now - heardAt > STALE_MS
    ? { kind: 'stale', label: `Stale · ${age} s old`, detail: `${old} The connection stands, but nothing comes.` }
    : { kind: 'live', label: 'Live', detail: '' };
}

/** @param {State} state */
export function health({ stats }) {
  const names = (stats?.backends ?? []).map(stateOf);
  const number = (/** @type {string} */ name) => names.filter((n) => n === name).length;
  return { all: names.length, serving: number('serving'), down: number('down'), draining: number('draining'), maintenance: number('maintenance') };
}

/** @param {ReturnType<typeof import('./store.js').createStore<State>>} store @param {{retry: () => void, unlock: () => void}} does */
export function createConnection(store, does) {
  const label = el('span', { class: 'connection-label' });
  const pill = el('p', { class: 'pill' }, el('i', { class: 'dot', 'aria-hidden': 'true' }), label);
  byId('connection').append(pill);
  const detail = el('p');
  const button = el('button', { type: 'button', class: 'button small' });
  button.addEventListener('click', () => (store.get().connection.phase === 'locked' ? does.unlock() : does.retry()));
  const banner = byId('banner');
  banner.append(detail, button);
  const healthLine = byId('health');
  const foot = byId('foot');

  store.view((state) => {
    const { kind, label: words, detail: more } = trust(state);
    attr(document.documentElement, 'data-trust', kind);
    attr(pill, 'data-kind', kind);
    text(label, words);
    banner.hidden = kind === 'live' || kind === 'connecting';
    attr(banner, 'data-kind', kind);
    text(detail, more);
    text(button, kind === 'locked' ? 'Enter the token' : 'Try now');
    button.hidden = kind === 'stale';
    drawHealth(healthLine, state);
    const { stats } = state;
    text(foot, stats ? `Answered by balancer ${stats.balancer} at ${time(stats.at)} for ${plural(stats.balancers.length, 'balancer')}${late(stats)}.` : '');
  });
  store.watch((state) => {
    const title = titleOf(state);
    if (document.title !== title) {
      document.title = title;
    }
  });
}

/** @param {import('./types.js').Stats} stats */
function late(stats) {
  const stale = stats.balancers.filter((b) => b.stale).map((b) => b.id);
  return stale.length > 0 ? `; nothing new from ${stale.join(', ')}` : '';
}

/** @param {HTMLElement} node @param {State} state */
function drawHealth(node, state) {
  const { all, serving, down, draining, maintenance } = health(state);
  const rest = [down && `${count(down)} down`, draining && `${count(draining)} draining`, maintenance && `${count(maintenance)} in maintenance`].filter(Boolean);
  attr(node, 'data-kind', !state.stats ? 'none' : down > 0 || (all > 0 && serving === 0) ? 'bad' : rest.length > 0 ? 'warn' : 'good');
  text(node, !state.stats ? '' : all === 0 ? 'No backends yet' : [serving === all ? `All ${count(all)} backends serve` : `${count(serving)} of ${count(all)} backends serve`, ...rest].join(' · '));
}

/** Trouble first, for it is seen among many tabs. @param {State} state */
function titleOf(state) {
  const { down } = health(state);
  const { kind } = trust(state);
  const trouble = [kind === 'lost' && 'Disconnected', kind === 'stale' && 'Stale', down > 0 && `${down} down`].filter(Boolean);
  return [...trouble, 'Equipoise'].join(' · ');
}
