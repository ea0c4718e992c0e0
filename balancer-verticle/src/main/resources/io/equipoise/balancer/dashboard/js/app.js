// @ts-check
// Wires the page: one store, the views on it, and what feeds it.
import { createActivity } from './activity.js';
import { createAnnouncer } from './announce.js';
import { createBackendView, openBackend } from './backend-view.js';
import { createConnection } from './connection.js';
import { openDecision } from './decision-view.js';
import { byId } from './dom.js';
import { createFlow } from './flow.js';
import { createKeys } from './keys.js';
import { startLive } from './live.js';
import { createServices } from './services.js';
import { unlock } from './session.js';
import { openSession } from './session-view.js';
import { createStore } from './store.js';
import { createTableBar } from './table-bar.js';
import { createTable } from './table.js';
import { createTheme } from './theme.js';
import { createTiles } from './tiles.js';

const store = createStore(
  /** @type {import('./types.js').State} */ ({
    connection: { phase: 'connecting' },
    now: Date.now(),
    heardAt: undefined,
    stats: null,
    history: { stepMillis: 1_000, points: [] },
    events: [],
    decisions: null,
    sessions: null,
    unread: null,
    weigh: 'rate',
    filter: '',
    only: 'all',
    sort: { column: 'state', down: false },
    selected: new Set(),
    tab: 'events',
    find: '',
    paused: null,
  }),
);

/** @param {string} id */
const showBackend = (id) => openBackend(store, id);

/** What an event is about: a backend if there is one, else a service or whatever the table finds. @param {string} subject */
function showSubject(subject) {
  const { stats } = store.get();
  if (stats?.services.some((service) => service.name === subject)) {
    store.set({ filter: `service:${subject}`, only: 'all' });
    byId('backends').scrollIntoView();
  } else {
    showBackend(subject);
  }
}

createTheme();
createTiles(byId('tiles'), store);
createFlow(byId('flow'), store, showBackend);
createServices(byId('services'), store);
createTableBar(byId('table'), store);
createTable(byId('table'), store, showBackend);
createActivity(byId('activity'), store, {
  backend: showSubject,
  decision: (decision) => openDecision(decision, openSession),
  session: openSession,
  reread: () => live.reread(),
});
createBackendView(store);
createAnnouncer(store);
createKeys(store);
const live = startLive(store);
createConnection(store, {
  retry: live.retry,
  unlock() {
    unlock();
    live.retry();
  },
});
