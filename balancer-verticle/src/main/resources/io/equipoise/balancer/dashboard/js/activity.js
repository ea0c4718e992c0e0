// @ts-check
// Beside the picture: events, decisions and sessions, one at a time; searched, and stopped for reading.
import { attr, el, text } from './dom.js';
import { createDecisions } from './decisions.js';
import { createEvents } from './events.js';
import { plural } from './format.js';
import { createSessions } from './sessions.js';

/** @typedef {import('./types.js').State} State */

const TABS = /** @type {const} */ (['events', 'decisions', 'sessions']);
const LABELS = { events: 'Events', decisions: 'Decisions', sessions: 'Sessions' };

/**
 * @param {HTMLElement} host
 * @param {ReturnType<typeof import('./store.js').createStore<State>>} store
 * @param {{backend: (id: string) => void, decision: (d: import('./types.js').Decision) => void, session: (id: string) => void, reread: () => void}} open
 */
export function createActivity(host, store, open) {
  const tabs = TABS.map((name) =>
    el('button', { type: 'button', role: 'tab', id: `tab-${name}`, class: 'tab', 'aria-controls': 'activity-pane', text: LABELS[name], onclick: () => choose(name) }),
  );
  const list = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Activity' }, ...tabs);
  const find = el('input', { type: 'search', class: 'input', placeholder: 'Search', 'aria-label': 'Search the activity', autocomplete: 'off', spellcheck: 'false' });
  find.addEventListener('input', () => store.set({ find: find.value }));
  const pause = el('button', { type: 'button', class: 'button small', text: 'Pause', onclick: () => togglePause(store) });
  const more = el('button', { type: 'button', class: 'more', hidden: true, onclick: () => togglePause(store) });
  const why = el('p');
  const unread = el('div', { class: 'unread', role: 'alert', hidden: true }, why, el('button', { type: 'button', class: 'button small', text: 'Try again', onclick: open.reread }));
  const pane = el('div', { class: 'pane', role: 'tabpanel', id: 'activity-pane', tabindex: '0' });
  host.append(el('header', { class: 'panel-head activity-head' }, list, el('div', { class: 'activity-tools' }, find, pause)), more, unread, pane);

  const views = { events: createEvents(open.backend), decisions: createDecisions(open.decision), sessions: createSessions(open.session) };

  /** @param {State['tab']} tab */
  function choose(tab) {
    store.set({ tab, find: '', paused: null });
    tabs[TABS.indexOf(tab)].focus();
  }
  list.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      choose(TABS[(TABS.indexOf(store.get().tab) + step + TABS.length) % TABS.length]);
    }
  });

  let shown = '';
  store.view((state, before) => {
    tabs.forEach((tab, i) => {
      attr(tab, 'aria-selected', String(TABS[i] === state.tab));
      attr(tab, 'tabindex', TABS[i] === state.tab ? 0 : -1);
    });
    if (shown !== state.tab) {
      pane.replaceChildren(views[state.tab].node);
      attr(pane, 'aria-labelledby', `tab-${state.tab}`);
      shown = state.tab;
    }
    if (find.value !== state.find) {
      find.value = state.find;
    }
    text(pause, state.paused ? 'Resume' : 'Pause');
    attr(pause, 'aria-pressed', String(state.paused !== null));
    const missed = state.paused && state.tab === 'events' ? newSince(state) : 0;
    more.hidden = missed === 0;
    text(more, `${plural(missed, 'new event')}, resume`);
    unread.hidden = state.unread?.tab !== state.tab;
    text(why, `The ${state.tab} cannot be read: ${state.unread?.why}`);
    if (!before || changed(state, before)) {
      views[state.tab].draw(state);
    }
  });
}

/** @param {State} a @param {State} b */
function changed(a, b) {
  const parts = /** @type {const} */ (['tab', 'find', 'paused', 'connection', 'unread']);
  return a[a.tab] !== b[a.tab] || parts.some((part) => a[part] !== b[part]);
}

/** @param {any} store */
function togglePause(store) {
  const { paused, events } = store.get();
  store.set({ paused: paused ? null : events });
}

/** @param {State} state */
function newSince({ paused, events }) {
  const last = paused?.at(-1)?.number ?? -1;
  return events.filter((e) => e.number > last).length;
}
