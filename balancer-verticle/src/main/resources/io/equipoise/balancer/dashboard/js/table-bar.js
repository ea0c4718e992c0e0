// @ts-check
// Above the table: how many there are, what is shown of them, and what to do with those selected.
import { ACTIONS, startAction } from './actions.js';
import { attr, el, text } from './dom.js';
import { count, plural } from './format.js';
import { rowsOf, tallied } from './rows.js';

/** @typedef {import('./types.js').State} State */

const CHOICES = /** @type {const} */ ({ all: 'All', serving: 'Serving', trouble: 'Trouble' });

/** @param {HTMLElement} host @param {ReturnType<typeof import('./store.js').createStore<State>>} store */
export function createTableBar(host, store) {
  const filter = el('input', {
    type: 'search',
    id: 'filter',
    class: 'input',
    placeholder: 'Filter',
    'aria-label': 'Filter the backends',
    'aria-keyshortcuts': '/',
    title: 'Words are found anywhere; state:down, service:web and zone:a look there only',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  filter.addEventListener('input', () => store.set({ filter: filter.value }));
  const chips = Object.entries(CHOICES).map(([only, label]) => {
    const n = el('span', { class: 'segment-count' });
    const button = el('button', { type: 'button', class: 'segment', 'data-only': only }, label, ' ', n);
    button.addEventListener('click', () => store.set({ only: /** @type {State['only']} */ (only) }));
    return { button, n, only: /** @type {State['only']} */ (only) };
  });
  const shown = el('p', { class: 'shown' });
  host.append(
    el(
      'header',
      { class: 'panel-head' },
      el('h2', { id: 'backends-title', text: 'Backends' }),
      el('div', { class: 'segments', role: 'group', 'aria-label': 'Which backends' }, ...chips.map((c) => c.button)),
      shown,
      el('div', { class: 'filter' }, filter, el('kbd', { 'aria-hidden': 'true', text: '/' })),
    ),
    createSelectionBar(store),
  );

  store.view((state, before) => {
    if (before && state.stats === before.stats && state.filter === before.filter && state.only === before.only) {
      return;
    }
    const tally = tallied(state.stats?.backends ?? []);
    for (const { button, n, only } of chips) {
      attr(button, 'aria-pressed', String(state.only === only));
      attr(button, 'data-alarm', only === 'trouble' && tally.trouble > 0);
      text(n, count(tally[only]));
    }
    if (filter.value !== state.filter) {
      filter.value = state.filter;
    }
    const rows = rowsOf(state).length;
    text(shown, state.filter ? `${count(rows)} of ${count(tally.all)} match` : '');
  });
}

/** @param {any} store */
function createSelectionBar(store) {
  const said = el('p', { class: 'selection-count' });
  const buttons = Object.entries(ACTIONS).map(([name, action]) =>
    el('button', { type: 'button', class: 'button', 'data-action': name, text: action.label, onclick: () => startAction(store, name, chosen()) }),
  );
  const clear = el('button', { type: 'button', class: 'button quiet', text: 'Clear', onclick: () => store.set({ selected: new Set() }) });
  const bar = el('div', { class: 'selection-bar', role: 'toolbar', 'aria-label': 'Selected backends', hidden: true }, said, ...buttons, clear);
  /** @returns {import('./types.js').Backend[]} */
  function chosen() {
    const { stats, selected } = store.get();
    return (stats?.backends ?? []).filter((/** @type {any} */ b) => selected.has(b.id));
  }
  store.view((/** @type {State} */ state, /** @type {State | null} */ before) => {
    if (before && state.stats === before.stats && state.selected === before.selected) {
      return;
    }
    const n = chosen().length;
    bar.hidden = n === 0;
    text(said, `${plural(n, 'backend')} selected`);
  });
  return bar;
}
