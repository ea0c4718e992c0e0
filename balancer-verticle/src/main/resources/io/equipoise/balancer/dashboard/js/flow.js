// @ts-check
// The picture: listeners, balancers, backends, and between them what flows, as wide as its share.
import { attr, byId, el, keyed, svg, text } from './dom.js';
import { layOut } from './flow-layout.js';
import { count, percent, rate } from './format.js';
import { watchSight } from './sight.js';
import { reSign, sign, STATES, whyOf } from './states.js';

/** @typedef {import('./types.js').State} State @typedef {import('./flow-layout.js').FlowNode} FlowNode */

const NARROW = 560;
const LEAVING_MS = 700;

/**
 * @param {HTMLElement} host
 * @param {ReturnType<typeof import('./store.js').createStore<State>>} store
 * @param {(id: string) => void} onBackend
 */
export function createFlow(host, store, onBackend) {
  const ribbons = svg('g', { class: 'ribbons' });
  const nodes = svg('g', { class: 'nodes' });
  const leavers = svg('g', { class: 'leavers' });
  const picture = svg('svg', { class: 'flow-picture', role: 'img', 'aria-label': 'Flow' }, ribbons, leavers, nodes);
  const empty = el('p', { class: 'empty' });
  host.append(picture, empty);
  createWeigh(store);
  createLegend();

  let width = 0;
  let shownKeys = /** @type {ReadonlySet<string>} */ (new Set());
  /** A new width, or one that comes into sight, is a new picture and not something that moves. */
  function drawStill() {
    width = host.clientWidth;
    attr(picture, 'data-still', true);
    draw(store.get());
    requestAnimationFrame(() => requestAnimationFrame(() => attr(picture, 'data-still', false)));
  }
  new ResizeObserver(drawStill).observe(host);
  const inSight = watchSight(host, drawStill);
  nodes.addEventListener('click', (event) => {
    const id = /** @type {Element} */ (event.target).closest('[data-backend]')?.getAttribute('data-backend');
    if (id) {
      onBackend(id);
    }
  });

  /** @param {State} state */
  function draw({ stats, weigh }) {
    const shown = stats !== null && stats.balancers.length > 0;
    attr(picture, 'hidden', !shown);
    picture.style.display = shown ? '' : 'none';
    empty.hidden = shown && stats.backends.length > 0;
    text(empty, stats ? 'No backend has joined yet. They appear here as soon as they announce themselves.' : 'Waiting for the first figures.');
    if (!shown || width === 0) {
      return;
    }
    const narrow = width < NARROW;
    const frame = narrow
      ? { width, left: 4, right: 4, top: 22 }
      : { width, left: Math.min(110, width * 0.16), right: Math.min(184, width * 0.26), top: 26 };
    const layout = layOut(stats, weigh, frame, (n) => noteOf(n, weigh), shownKeys);
    shownKeys = new Set(layout.nodes.map((n) => n.key));
    attr(picture, 'viewBox', `0 0 ${layout.width} ${layout.height}`);
    attr(picture, 'height', layout.height);
    attr(picture, 'data-narrow', narrow);
    attr(picture, 'aria-label', inWords(stats));
    keyed(ribbons, layout.links, (l) => l.key, () => svg('path', { class: 'ribbon' }), drawRibbon);
    drawNodes(layout.nodes, narrow);
  }

  /** @param {FlowNode[]} list @param {boolean} narrow */
  function drawNodes(list, narrow) {
    const here = new Set(list.map((n) => n.key));
    for (const node of [...nodes.children]) {
      if (!here.has(/** @type {any} */ (node).itemKey)) {
        leavers.append(node);
        setTimeout(() => node.remove(), LEAVING_MS);
      }
    }
    keyed(nodes, list, (n) => n.key, createNode, (g, n) => drawNode(g, n, narrow));
  }

  store.view((state, before) => {
    if (inSight() && (!before || state.stats !== before.stats || state.weigh !== before.weigh)) {
      draw(state);
    }
  });
}

/** @param {SVGPathElement} path @param {import('./flow-layout.js').FlowLink} link */
function drawRibbon(path, link) {
  const x1 = link.from.x + 5;
  const x2 = link.to.x - 5;
  const middle = (x1 + x2) / 2;
  const d = `M${f(x1)} ${f(link.y1)}C${f(middle)} ${f(link.y1)} ${f(middle)} ${f(link.y2)} ${f(x2)} ${f(link.y2)}`;
  attr(path, 'd', d);
  path.style.setProperty('d', `path("${d}")`);
  path.style.strokeWidth = `${f(link.width)}px`;
  const state = link.from.state === 'stale' ? 'stale' : link.to.state;
  attr(path, 'class', `ribbon s-${state}${link.value === 0 ? ' dry' : ''}`);
}

/** @param {FlowNode} node */
function createNode(node) {
  return svg(
    'g',
    { class: `node k-${node.kind}` },
    svg('circle', { class: 'pulse', r: 9 }),
    svg('rect', { class: 'bar', rx: 3, width: 10 }),
    sign('serving'),
    svg('text', { class: 'name' }),
    svg('text', { class: 'note' }),
    svg('title'),
  );
}

/** @param {SVGGElement} g @param {FlowNode} node @param {boolean} narrow */
function drawNode(g, node, narrow) {
  const [pulse, bar, glyph, name, note, title] = /** @type {any} */ (g.children);
  const was = g.getAttribute('data-state');
  attr(g, 'data-state', node.state);
  attr(g, 'data-backend', node.backend?.id);
  g.setAttribute('class', `node k-${node.kind} s-${node.state}`);
  if (was !== null && was !== node.state) {
    pulse.classList.remove('pulsing');
    pulse.getBoundingClientRect(); // the animation starts anew
    pulse.classList.add('pulsing');
  }
  g.style.transform = `translate(${f(node.x)}px, ${f(node.y)}px)`;
  attr(bar, 'x', -5);
  attr(bar, 'y', f(-node.height / 2));
  attr(bar, 'height', f(node.height));
  attr(pulse, 'cx', 0);
  const at = labelPlace(node, narrow);
  glyph.style.display = node.kind === 'backend' ? '' : 'none';
  if (node.kind === 'backend') {
    reSign(glyph, node.state);
    for (const [key, value] of Object.entries({ x: at.glyph, y: at.name - 11.5, width: 13, height: 13 })) {
      attr(glyph, key, value);
    }
  }
  placeText(name, at.x, at.name, at.anchor, shortened(node.name, at.room));
  placeText(note, at.x2 ?? at.x, at.note, at.anchor, node.note);
  text(title, node.backend ? `${node.name}: ${STATES[/** @type {'serving'} */ (node.state)].label}, ${whyOf(node.backend)}` : node.name);
}

/** Where the words of a node go: outside of the picture, or over it where there is no room. @param {FlowNode} node @param {boolean} narrow */
function labelPlace(node, narrow) {
  if (node.kind === 'balancer') {
    const up = -node.height / 2;
    return { x: 0, name: up - (narrow ? 4 : 7), note: node.height / 2 + 13, anchor: 'middle', room: narrow ? 13 : 24, glyph: 0 };
  }
  if (node.kind === 'listener') {
    return narrow
      ? { x: 9, name: -2, note: 11, anchor: 'start', room: 10, glyph: 0 }
      : { x: -13, name: -1, note: 13, anchor: 'end', room: 16, glyph: 0 };
  }
  return narrow
    ? { x: -26, x2: -9, name: -1, note: 12, anchor: 'end', room: 15, glyph: -22 }
    : { x: 31, name: -1, note: 13, anchor: 'start', room: 26, glyph: 13 };
}

/** @param {Element} node @param {number} x @param {number} y @param {string} anchor @param {string} value */
function placeText(node, x, y, anchor, value) {
  attr(node, 'x', x);
  attr(node, 'y', y);
  attr(node, 'text-anchor', anchor);
  text(node, value);
}

/** @param {string} name @param {number} room characters */
function shortened(name, room) {
  return name.length <= room ? name : `${name.slice(0, Math.ceil(room / 2) - 1)}…${name.slice(-(Math.floor(room / 2)))}`;
}

/** @param {number} n */
function f(n) {
  return n.toFixed(1);
}

/** @param {{kind: string, value: number, share: number}} node @param {'rate' | 'open'} weigh */
function noteOf({ kind, value, share }, weigh) {
  const value_ = weigh === 'rate' ? `${rate(value)}/s` : `${count(value)} open`;
  return kind === 'backend' && value > 0 ? `${percent(share)} · ${value_}` : value_;
}

/** The picture for those who cannot see it; the table below has each backend. @param {import('./types.js').Stats} stats */
function inWords(stats) {
  const carried = stats.balancers.map((b) => `${b.id} ${rate(b.rate)} sessions a second`).join(', ');
  return `${stats.listeners.length} listeners feed ${stats.balancers.length} balancers (${carried}), which feed ${stats.backends.length} backends. The table of backends has the figures of each.`;
}

/** @param {any} store */
function createWeigh(store) {
  const host = byId('flow-weigh');
  attr(host, 'role', 'group');
  attr(host, 'aria-label', 'Width of the lines');
  const buttons = Object.entries({ rate: 'Sessions / s', open: 'Open' }).map(([weigh, label]) =>
    el('button', { type: 'button', class: 'segment', 'data-weigh': weigh, text: label, onclick: () => store.set({ weigh }) }),
  );
  host.append(...buttons);
  store.view((/** @type {State} */ state) => {
    buttons.forEach((button) => attr(button, 'aria-pressed', String(button.dataset.weigh === state.weigh)));
  });
}

function createLegend() {
  const shown = /** @type {const} */ (['serving', 'draining', 'maintenance', 'down', 'unknown']);
  byId('legend').append(...shown.map((name) => el('li', { title: STATES[name].says }, sign(name), STATES[name].label)));
}
