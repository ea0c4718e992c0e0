// @ts-check
// Keeps the store up to date: figures and events as they come, history, and what the open tab shows.
import { call, read } from './api.js';
import { withNews } from './news.js';
import { openStream } from './stream.js';

/** @typedef {import('./types.js').State} State @typedef {import('./types.js').Stats} Stats */

const MINUTES_15 = 15 * 60_000;
const EVENTS_KEPT = 1_000;
const SILENCE = 10_000;
const HIDDEN_AFTER = 10_000;
const HIDDEN_EVERY = 5_000;
const LIST_EVERY = 2_000;

/** @param {ReturnType<typeof import('./store.js').createStore<State>>} store */
export function startLive(store) {
  /** @type {ReturnType<typeof openStream>[]} */
  let streams = [];
  let hiddenTimer = 0;

  function open() {
    streams = [statsStream(store, () => events.retry())];
    const events = eventsStream(store);
    streams.push(events);
  }

  function close() {
    streams.forEach((stream) => stream.close());
    streams = [];
  }

  // Browsers allow six connections to an origin: a page nobody looks at gives its two back and asks now and then.
  function onVisibility() {
    clearInterval(hiddenTimer);
    if (document.hidden) {
      hiddenTimer = window.setTimeout(() => {
        close();
        hiddenTimer = window.setInterval(() => void glance(store), HIDDEN_EVERY);
      }, HIDDEN_AFTER);
    } else if (streams.length === 0) {
      open();
    }
  }

  open();
  document.addEventListener('visibilitychange', onVisibility);
  setInterval(() => store.set({ now: Date.now() }), 1_000);
  setInterval(() => void readList(store), LIST_EVERY);
  store.watch((state, before) => {
    if (state.tab !== before.tab) {
      void readList(store);
    }
  });
  return {
    retry: () => streams.forEach((stream) => stream.retry()),
    reread: () => void readList(store),
  };
}

/** @param {any} store @param {() => void} onBack */
function statsStream(store, onBack) {
  let lost = false;
  return openStream('stats', {
    silence: SILENCE,
    async onOpen() {
      store.set({ history: await read('stats/history', AbortSignal.timeout(SILENCE)) });
    },
    onLive() {
      store.set({ connection: { phase: 'live' } });
      if (lost) {
        onBack();
      }
      lost = false;
    },
    onEvent: (stats) => take(store, stats),
    onLost(wait, error) {
      lost = true;
      const why = error instanceof Error ? error.message : String(error);
      store.set({ connection: { phase: 'lost', retryAt: Date.now() + wait, why } });
    },
    onLocked: () => store.set({ connection: { phase: 'locked' } }),
  });
}

/** @param {any} store @param {Stats} stats */
function take(store, stats) {
  const now = Date.now();
  const { events, history } = store.get();
  store.set({ stats: withNews(stats, events), heardAt: now, now, history: lengthened(history, stats) });
}

/**
 * The history with the newest figures at its end: they replace the last point until a step has passed.
 * @param {State['history']} history @param {Stats} stats
 */
function lengthened(history, stats) {
  const { total } = stats;
  const point = {
    at: stats.at,
    rate: total.rate,
    open: total.open,
    failureRate: total.failureRate,
    firstByteP50: total.firstByte.p50,
    firstByteP99: total.firstByte.p99,
  };
  const points = history.points;
  const before = points[points.length - 2];
  const within = before && Date.parse(point.at) - Date.parse(before.at) < 1.5 * history.stepMillis;
  const oldest = Date.parse(point.at) - MINUTES_15;
  const kept = (within ? points.slice(0, -1) : points).filter((p) => Date.parse(p.at) >= oldest);
  return { ...history, points: [...kept, point] };
}

/** @param {any} store */
function eventsStream(store) {
  let last = /** @type {number | undefined} */ (undefined);
  return openStream('events', {
    async onOpen() {
      // A balancer that started anew counts its events from the start: what was known of the old one is let go.
      const { items } = await read('events?limit=500', AbortSignal.timeout(SILENCE));
      store.set({ events: items, ...told(store, items) });
      last = items.at(-1)?.number ?? 0;
    },
    lastId: () => String(last),
    onEvent(event) {
      last = event.number;
      store.set({ events: [...store.get().events, event].slice(-EVENTS_KEPT), ...told(store, [event]) });
    },
  });
}

/** The figures at hand with what is new. @param {any} store @param {State['events']} news */
function told(store, news) {
  const { stats } = store.get();
  return stats ? { stats: withNews(stats, news) } : {};
}

/** What the open tab lists, if that is read and not streamed. @param {any} store */
async function readList(store) {
  const { tab, connection, paused } = store.get();
  if (document.hidden || connection.phase !== 'live' || tab === 'events' || paused) {
    return;
  }
  try {
    const { items } = await read(`${tab}?limit=200`, AbortSignal.timeout(SILENCE));
    store.set({ [tab]: items, unread: null });
  } catch (error) {
    store.set({ unread: { tab, why: error instanceof Error ? error.message : String(error) } });
  }
}

/** Figures for the title of a page that is in the background. @param {any} store */
async function glance(store) {
  try {
    take(store, await (await call('stats', { signal: AbortSignal.timeout(SILENCE) })).json());
  } catch (error) {
    store.set({ connection: { phase: 'lost', retryAt: Date.now() + HIDDEN_EVERY, why: String(error) } });
  }
}
