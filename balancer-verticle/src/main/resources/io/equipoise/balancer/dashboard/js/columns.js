// @ts-check
// The columns of the table: what each is called, and how a cell shows a backend.
import { attr, el, svg, text } from './dom.js';
import { ago, bytes, count, duration, exact, moment, percent, rate } from './format.js';
import { addressOf } from './rows.js';
import { reSign, sign, STATES, stateOf, whyOf } from './states.js';

/** @typedef {import('./types.js').Backend} Backend @typedef {import('./types.js').Quantiles} Quantiles */

/**
 * @typedef {object} Column
 * @property {string} id
 * @property {string} label
 * @property {string} [hint]
 * @property {boolean} [figure] whether it is aligned to the right, and sorted the largest first
 * @property {() => Node[]} create
 * @property {(cell: HTMLElement, backend: Backend, now: number) => void} draw
 */

const lines = () => [el('span', { class: 'one' }), el('span', { class: 'two' })];

/** @param {HTMLElement} cell @param {string} one @param {string} two */
function drawLines(cell, one, two) {
  text(cell.children[0], one);
  text(cell.children[1], two);
}

/**
 * A column of figures, with all their digits in the title where they are rounded.
 * @param {string} id @param {string} label @param {(b: Backend) => string} one @param {(b: Backend) => string} two
 * @param {string} [hint] @param {(b: Backend) => string | null} [all] @returns {Column}
 */
function figure(id, label, one, two, hint, all = () => null) {
  const draw = (/** @type {HTMLElement} */ cell, /** @type {Backend} */ b) => {
    drawLines(cell, one(b), two(b));
    attr(cell, 'title', all(b));
  };
  return { id, label, hint, figure: true, create: lines, draw };
}

/** @type {Column[]} */
export const COLUMNS = [
  {
    id: 'state',
    label: 'State',
    create: () => [sign('unknown'), el('span', { class: 'words' }, ...lines())],
    draw(cell, b) {
      const name = stateOf(b);
      reSign(/** @type {any} */ (cell.children[0]), name);
      const words = /** @type {HTMLElement} */ (cell.children[1]);
      drawLines(words, STATES[name].label, whyOf(b));
      attr(cell, 'data-state', name);
      attr(words, 'title', whyOf(b));
    },
  },
  {
    id: 'id',
    label: 'Backend',
    create: lines,
    draw(cell, b) {
      const tags = Object.entries(b.tags ?? {}).map(([name, value]) => `${name}=${value}`);
      const more = [b.service, addressOf(b), b.zone, ...tags].filter(Boolean).join(' · ');
      drawLines(cell, b.id, more);
      attr(cell, 'title', `${b.id}\n${more}`);
    },
  },
  figure('weight', 'Weight', (b) => String(b.weight), () => ''),
  figure('open', 'Open', (b) => count(b.open), () => '', undefined, (b) => exact(b.open)),
  figure('rate', 'Rate', (b) => rate(b.rate), (b) => `${count(b.opened)} in all`, 'Sessions opened per second', (b) => `${exact(b.rate)}/s, ${exact(b.opened)} in all`),
  {
    id: 'share',
    label: 'Share',
    hint: 'Part of the sessions of its service; the tick is the part that its weight asks for',
    figure: true,
    create: () => [shareBar(), el('span', { class: 'share-words' }, ...lines())],
    draw: drawShare,
  },
  figure('connect', 'Connect', (b) => duration(b.connect.p50), (b) => p99(b.connect), 'Time to connect: median, 99th percentile'),
  figure('firstByte', 'First byte', (b) => duration(b.firstByte.p50), (b) => p99(b.firstByte), "From the client's first byte to the backend's: median, 99th percentile"),
  figure('bytes', 'Bytes', (b) => `↓ ${bytes(b.bytesFromBackends)}`, (b) => `↑ ${bytes(b.bytesFromClients)}`, 'From the backend, and from clients', (b) => `↓ ${exact(b.bytesFromBackends)} B, ↑ ${exact(b.bytesFromClients)} B`),
  {
    ...figure('failures', 'Failures', (b) => count(b.failures), (b) => (b.failureRate > 0 ? `${rate(b.failureRate)}/s` : '')),
    draw(cell, b) {
      drawLines(cell, count(b.failures), b.failureRate > 0 ? `${rate(b.failureRate)}/s` : '');
      attr(cell, 'data-alarm', b.failureRate > 0);
    },
  },
  {
    id: 'lastFailure',
    label: 'Last failure',
    create: lines,
    draw(cell, b, now) {
      const at = b.lastFailure?.at;
      drawLines(cell, at ? ago(at, now) : '–', (b.lastFailure?.reason ?? '').replaceAll('_', ' '));
      attr(cell, 'title', at ? `${moment(at)}\n${b.lastFailure?.reason ?? ''}` : null);
    },
  },
];

/** @param {Quantiles} q */
function p99(q) {
  return q.count > 0 ? `p99 ${duration(q.p99)}` : '';
}

function shareBar() {
  return svg(
    'svg',
    { class: 'share-bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { class: 'track', width: 100, height: 4, y: 2, rx: 2 }),
    svg('rect', { class: 'part', height: 4, y: 2, rx: 2 }),
    svg('rect', { class: 'fair', x: 49.2, width: 1.6, height: 8 }),
  );
}

/** The bar's full width is twice the fair share, so that an even load stands in the middle; without one it is the whole. @param {HTMLElement} cell @param {Backend} b */
function drawShare(cell, b) {
  const [bar, words] = /** @type {any} */ (cell.children);
  const full = b.fairShare > 0 ? 2 * b.fairShare : 1;
  attr(bar.children[1], 'width', (100 * Math.min(1, b.share / full)).toFixed(1));
  attr(bar.children[2], 'visibility', b.fairShare > 0 ? null : 'hidden');
  drawLines(words, percent(b.share), b.fairShare > 0 ? `fair ${percent(b.fairShare)}` : '');
  attr(cell, 'title', `${exact(b.share * 100)} % of ${b.service}, fair would be ${exact(b.fairShare * 100)} %`);
}
