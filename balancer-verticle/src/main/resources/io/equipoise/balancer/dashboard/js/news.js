// @ts-check
// What events say of backends before the next figures do: a row changes when its backend does, and not a second or two later.

/** @typedef {import('./types.js').Stats} Stats @typedef {import('./types.js').Backend} Backend @typedef {import('./types.js').Event} Event */

/** @type {Record<string, (event: Event) => Partial<Backend>>} */
const SAYS = {
  up: (event) => ({ health: 'up', why: event.details.why }),
  down: (event) => ({ health: 'down', why: event.details.why }),
  ready: () => ({ state: 'ready' }),
  draining: () => ({ state: 'draining' }),
  maintenance: () => ({ state: 'maintenance' }),
  changed: ({ details }) => (typeof details.weight === 'number' ? { weight: details.weight } : {}),
};

/**
 * The figures with what happened since they were counted; the same ones if nothing did. One that joined has no figures
 * yet and comes with the next.
 * @param {Stats} stats
 * @param {Event[]} events the oldest first
 * @returns {Stats}
 */
export function withNews(stats, events) {
  const news = since(Date.parse(stats.at), events);
  if (news.length === 0) {
    return stats;
  }
  /** @type {Map<string, Event[]>} */
  const of = new Map();
  news.forEach((event) => of.set(event.subject, [...(of.get(event.subject) ?? []), event]));
  const backends = stats.backends.flatMap((b) => told(b, of.get(b.id) ?? []));
  const services = stats.services.map((s) => counted(s, backends, of.get(s.name) ?? []));
  return { ...stats, backends, services };
}

/** @param {number} moment @param {Event[]} events */
function since(moment, events) {
  let from = events.length;
  while (from > 0 && Date.parse(events[from - 1].at) >= moment) {
    from--;
  }
  return events.slice(from).filter(({ kind }) => kind in SAYS || kind === 'left' || kind.startsWith('panic'));
}

/** None, when it has left. @param {Backend} backend @param {Event[]} events @returns {Backend[]} */
function told(backend, events) {
  const last = events.at(-1);
  if (!last) {
    return [backend];
  }
  if (events.some((event) => event.kind === 'left')) {
    return [];
  }
  const now = events.reduce((b, event) => ({ ...b, ...SAYS[event.kind]?.(event) }), backend);
  return [{ ...now, eligible: now.health === 'up' && now.state === 'ready' && now.weight > 0 }];
}

/** @param {import('./types.js').Service} service @param {Backend[]} backends @param {Event[]} events */
function counted(service, backends, events) {
  const own = backends.filter((b) => b.service === service.name);
  const panic = events.filter((event) => event.kind.startsWith('panic')).at(-1);
  return {
    ...service,
    backends: own.length,
    eligible: own.filter((b) => b.eligible).length,
    panic: panic ? panic.kind === 'panic' : service.panic,
  };
}
