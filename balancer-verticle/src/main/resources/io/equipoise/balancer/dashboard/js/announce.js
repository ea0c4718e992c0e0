// @ts-check
// Says to those who listen what those who look see at once: few words, and never more often than every four seconds.
import { byId } from './dom.js';
import { health, trust } from './connection.js';
import { count, plural } from './format.js';

const QUIET_MS = 4_000;

/** @typedef {import('./types.js').State} State */

/** @param {ReturnType<typeof import('./store.js').createStore<State>>} store */
export function createAnnouncer(store) {
  const host = byId('announcer');
  let said = '';
  let timer = 0;

  function say() {
    timer = 0;
    const words = sentence(store.get());
    if (words !== said) {
      said = words;
      host.textContent = words;
    }
  }

  store.watch((state) => {
    if (!timer && state.stats && sentence(state) !== said) {
      timer = window.setTimeout(say, QUIET_MS);
    }
  });
}

/** What is worth saying, and the same as long as nothing of it changes. @param {State} state */
function sentence(state) {
  const { kind } = trust(state);
  const { all, serving, down } = health(state);
  const trusted = { lost: 'Disconnected from the balancer. ', stale: 'The figures are stale. ', locked: 'Locked. ' }[kind] ?? '';
  return `${trusted}${count(serving)} of ${plural(all, 'backend')} serve${down > 0 ? `, ${count(down)} down` : ''}.`;
}
