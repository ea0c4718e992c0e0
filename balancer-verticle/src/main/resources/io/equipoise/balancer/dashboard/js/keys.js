// @ts-check
// Keys that work anywhere on the page, and the dialog that lists them all.
import { openDialog } from './dialog.js';
import { byId, el } from './dom.js';

const KEYS = [
  ['/', 'Filter the backends'],
  ['Esc', 'Clear the filter or the selection; close what is open'],
  ['↑ ↓', 'Move in the table (also Page Up, Page Down, Home, End)'],
  ['Space', 'Select the backend; with Shift and an arrow, select on'],
  ['Ctrl A', 'In the table: select all that are shown'],
  ['Enter', 'Open the backend'],
  ['← →', 'Between events, decisions and sessions'],
  ['?', 'This list'],
];

/** @param {any} store */
export function createKeys(store) {
  byId('help').addEventListener('click', openHelp);
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]') || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const typing = /** @type {Element} */ (event.target).matches('input, textarea, select');
    if (event.key === '/' && !typing) {
      event.preventDefault();
      const filter = /** @type {HTMLInputElement} */ (byId('filter'));
      filter.focus();
      filter.select();
    } else if (event.key === '?' && !typing) {
      openHelp();
    } else if (event.key === 'Escape') {
      clear(/** @type {HTMLElement} */ (event.target), store);
    }
  });
}

/** One thing a press: the search, the filter, then the selection. @param {HTMLElement} at @param {any} store */
function clear(at, store) {
  const { filter, find, selected } = store.get();
  if (at.matches('.activity-panel input') && find) {
    store.set({ find: '' });
  } else if (filter) {
    store.set({ filter: '' });
  } else if (selected.size > 0) {
    store.set({ selected: new Set() });
  } else {
    at.blur();
  }
}

function openHelp() {
  const rows = KEYS.map(([key, does]) => el('div', {}, el('dt', {}, ...key.split(' ').map((k) => el('kbd', { text: k }))), el('dd', { text: does })));
  openDialog({ title: 'Keyboard', body: el('div', { class: 'dialog-body' }, el('dl', { class: 'facts keys' }, ...rows)), className: 'small' });
}
