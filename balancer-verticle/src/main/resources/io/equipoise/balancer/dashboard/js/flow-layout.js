// @ts-check
// Where the parts of the flow picture stand. Pure: figures in, places out.
import { stateOf } from './states.js';

/** @typedef {import('./types.js').Stats} Stats @typedef {import('./types.js').Backend} Backend */

/**
 * @typedef {object} FlowNode
 * @property {string} key
 * @property {'listener' | 'balancer' | 'backend'} kind
 * @property {string} name
 * @property {string} note
 * @property {import('./states.js').StateName | 'stale'} state
 * @property {Backend} [backend]
 * @property {number} value
 * @property {number} x
 * @property {number} y middle
 * @property {number} height
 * @property {number} slots
 *
 * @typedef {{key: string, from: FlowNode, to: FlowNode, value: number, y1: number, y2: number, width: number}} FlowLink
 * @typedef {{nodes: FlowNode[], links: FlowLink[], width: number, height: number}} FlowLayout
 */

/** As many as are shown by themselves; of more, fewer, so that the rest as one has room. */
const MOST = { listener: 8, balancer: 8, backend: 24 };
const OF_MORE = { listener: 6, balancer: 6, backend: 15 };
/** Slots that the rest is given, for it carries most. */
const SLOTS_OF_REST = 5;
/** How much busier another has to be to take the place of one that is shown. */
const STAYS = 1.5;
const THINNEST = 1.25;

/**
 * @param {Stats} stats
 * @param {'rate' | 'open'} weigh
 * @param {{width: number, left: number, right: number, top: number}} frame room for labels on each side
 * @param {(node: {kind: string, value: number, share: number}) => string} note
 * @param {ReadonlySet<string>} [before] keys of those shown by themselves until now: they stay unless others are clearly busier
 * @returns {FlowLayout}
 */
export function layOut(stats, weigh, frame, note, before = new Set()) {
  const columns = {
    listener: grouped(stats.listeners.map((l) => plain('listener', l.name, l[weigh])), 'listener', before),
    balancer: grouped(stats.balancers.map((b) => plain('balancer', b.id, b[weigh], b.stale)), 'balancer', before),
    backend: grouped(stats.backends.map((b) => ofBackend(b, weigh)), 'backend', before),
  };
  const total = Math.max(1e-9, stats.total[weigh]);
  const slots = slotsOf(columns.backend.shown);
  const longest = Math.max(...Object.values(columns).map((c) => slotsOf(c.shown)));
  const body = Math.max(196, longest * slotHeight(slots));
  const largest = Math.max(...columns.backend.shown.map((n) => n.value / n.slots), 1e-9);
  const scale = Math.min((0.62 * body) / total, (0.84 * (body / slots)) / largest);
  const xs = { listener: frame.left, balancer: 0, backend: frame.width - frame.right };
  xs.balancer = (xs.listener + xs.backend) / 2;
  for (const kind of /** @type {const} */ (['listener', 'balancer', 'backend'])) {
    place(columns[kind].shown, xs[kind], body, frame.top, scale);
  }
  const links = linked(stats, weigh, columns, scale);
  const nodes = Object.values(columns).flatMap((c) => c.shown);
  nodes.forEach((node) => (node.note = note({ kind: node.kind, value: node.value, share: node.value / total })));
  return { nodes, links, width: frame.width, height: body + frame.top + 8 };
}

/** @param {FlowNode[]} nodes */
function slotsOf(nodes) {
  return Math.max(1, nodes.reduce((sum, node) => sum + node.slots, 0));
}

/** @param {number} n */
function slotHeight(n) {
  return n <= 6 ? 48 : n <= 12 ? 38 : 30;
}

/** @param {FlowNode['kind']} kind @param {string} name @param {number} value @param {boolean} [stale] @returns {FlowNode} */
function plain(kind, name, value, stale = false) {
  return { key: `${kind}/${name}`, kind, name, note: '', state: stale ? 'stale' : 'serving', value, x: 0, y: 0, height: 0, slots: 1 };
}

/** @param {Backend} backend @param {'rate' | 'open'} weigh @returns {FlowNode} */
function ofBackend(backend, weigh) {
  return { ...plain('backend', backend.id, backend[weigh]), state: stateOf(backend), backend };
}

/**
 * The busiest and those in trouble by themselves, the rest as one. What is shown keeps the order it came in.
 * @param {FlowNode[]} nodes
 * @param {FlowNode['kind']} kind
 * @param {ReadonlySet<string>} before
 */
function grouped(nodes, kind, before) {
  /** @type {Map<string, FlowNode>} */
  const by = new Map();
  const most = OF_MORE[kind];
  if (nodes.length <= MOST[kind]) {
    nodes.forEach((node) => by.set(node.name, node));
    return { shown: nodes, by };
  }
  const rank = (/** @type {FlowNode} */ n) => n.value * (before.has(n.key) ? STAYS : 1);
  const ranked = [...nodes].sort((a, b) => rank(b) - rank(a));
  const ill = ranked.filter((n) => n.state !== 'serving');
  const well = ranked.filter((n) => n.state === 'serving');
  const kept = new Set(ill.slice(0, Math.floor(most / 2)));
  for (const node of well) {
    if (kept.size >= most) {
      break;
    }
    kept.add(node);
  }
  const rest = nodes.filter((node) => !kept.has(node));
  const others = {
    ...plain(kind, `${rest.length} others`, rest.reduce((sum, n) => sum + n.value, 0)),
    key: `${kind}//others`,
    slots: SLOTS_OF_REST,
  };
  nodes.forEach((node) => by.set(node.name, kept.has(node) ? node : others));
  return { shown: [...nodes.filter((node) => kept.has(node)), others], by };
}

/** @param {FlowNode[]} nodes @param {number} x @param {number} body @param {number} top @param {number} scale */
function place(nodes, x, body, top, scale) {
  const slot = body / slotsOf(nodes);
  let y = top;
  for (const node of nodes) {
    const room = slot * node.slots;
    node.x = x;
    node.y = y + room / 2;
    node.height = Math.min(Math.max(node.kind === 'backend' ? 16 : 26, node.value * scale), room - 4);
    y += room;
  }
}

/**
 * @param {Stats} stats
 * @param {'rate' | 'open'} weigh
 * @param {Record<'listener' | 'balancer' | 'backend', {shown: FlowNode[], by: Map<string, FlowNode>}>} columns
 * @param {number} scale
 */
function linked(stats, weigh, columns, scale) {
  /** @type {Map<string, FlowLink>} */
  const links = new Map();
  for (const flow of stats.flows) {
    const balancer = columns.balancer.by.get(flow.balancer);
    const from = flow.listener === undefined ? balancer : columns.listener.by.get(flow.listener);
    const to = flow.listener === undefined ? columns.backend.by.get(flow.backend ?? '') : balancer;
    if (from && to) {
      const key = `${from.key}>${to.key}`;
      const link = links.get(key) ?? { key, from, to, value: 0, y1: 0, y2: 0, width: 0 };
      link.value += flow[weigh];
      links.set(key, link);
    }
  }
  const all = [...links.values()];
  stack(all, (l) => l.from, (l) => l.to.y, 'y1', scale);
  stack(all, (l) => l.to, (l) => l.from.y, 'y2', scale);
  all.forEach((link) => (link.width = Math.max(THINNEST, link.value * scale)));
  return all;
}

/**
 * Lays the links of each node side by side, centred on it.
 * @param {FlowLink[]} links
 * @param {(link: FlowLink) => FlowNode} node
 * @param {(link: FlowLink) => number} order
 * @param {'y1' | 'y2'} end
 * @param {number} scale
 */
function stack(links, node, order, end, scale) {
  /** @type {Map<FlowNode, FlowLink[]>} */
  const by = new Map();
  links.forEach((link) => by.set(node(link), [...(by.get(node(link)) ?? []), link]));
  for (const [at, mine] of by) {
    mine.sort((a, b) => order(a) - order(b));
    let y = at.y - (mine.reduce((sum, link) => sum + link.value, 0) * scale) / 2;
    for (const link of mine) {
      const width = link.value * scale;
      link[end] = y + width / 2;
      y += width;
    }
  }
}
