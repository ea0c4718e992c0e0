// @ts-check
// The four figures on top, each with its last 15 minutes.
import { createChart } from './chart.js';
import { attr, el, text } from './dom.js';
import { count, duration, exact, plural, rate, time } from './format.js';
import { watchSight } from './sight.js';

/** @typedef {import('./types.js').State} State @typedef {import('./types.js').Stats} Stats @typedef {import('./types.js').Point} Point */

/**
 * @typedef {object} Tile
 * @property {string} id
 * @property {string} label
 * @property {(stats: Stats) => (number | undefined)} now
 * @property {(value: number | undefined) => string} show
 * @property {(stats: Stats) => string} note
 * @property {{name: string, className: string, of: (point: Point) => (number | undefined)}[]} lines
 */

/** @type {Tile[]} */
const TILES = [
  {
    id: 'rate',
    label: 'Sessions / s',
    now: (s) => s.total.rate,
    show: rate,
    note: (s) => `${count(s.total.opened)} opened in all`,
    lines: [{ name: '', className: 'line-main', of: (p) => p.rate }],
  },
  {
    id: 'open',
    label: 'Open sessions',
    now: (s) => s.total.open,
    show: count,
    note: (s) => elsewhere(s),
    lines: [{ name: '', className: 'line-main', of: (p) => p.open }],
  },
  {
    id: 'failures',
    label: 'Failures / s',
    now: (s) => s.total.failureRate,
    show: rate,
    note: (s) => `${plural(s.total.failures, 'session')} failed in all`,
    lines: [{ name: '', className: 'line-bad', of: (p) => p.failureRate }],
  },
  {
    id: 'first-byte',
    label: 'First byte',
    now: (s) => s.total.firstByte.p50,
    show: duration,
    note: (s) => duration(s.total.firstByte.p99),
    lines: [
      { name: 'p50', className: 'line-main', of: (p) => p.firstByteP50 },
      { name: 'p99', className: 'line-second', of: (p) => p.firstByteP99 },
    ],
  },
];

/** @param {HTMLElement} host @param {ReturnType<typeof import('./store.js').createStore<State>>} store */
export function createTiles(host, store) {
  const tiles = TILES.map((tile) => createTile(host, tile, store));
  const draw = () => tiles.forEach((tile) => tile.draw(store.get()));
  const inSight = watchSight(host, draw);
  store.view((state, before) => {
    if (inSight() && (!before || state.stats !== before.stats || state.history !== before.history)) {
      draw();
    }
  });
  new MutationObserver(() => tiles.forEach((tile) => tile.redraw())).observe(document.documentElement, {
    attributeFilter: ['data-theme'],
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => tiles.forEach((tile) => tile.redraw()));
}

/** @param {HTMLElement} host @param {Tile} tile @param {any} store */
function createTile(host, tile, store) {
  const two = tile.lines.length > 1;
  const value = el('span', { class: 'tile-value', id: `tile-${tile.id}`, text: '–' });
  const second = el('span', { class: 'tile-value second', id: `tile-${tile.id}-second`, text: '–' });
  const note = el('p', { class: 'tile-note' });
  const plot = el('div', { class: 'tile-plot', role: 'img' });
  const swatches = tile.lines.map((line) => el('i', { class: `swatch ${line.className}`, 'aria-hidden': 'true' }));
  const pair = (/** @type {Element} */ figure, /** @type {number} */ i) =>
    el('span', { class: 'tile-pair' }, el('span', { class: 'tile-key' }, swatches[i], tile.lines[i].name), figure);
  const figures = two ? [pair(value, 0), pair(second, 1)] : [value, swatches[0]];
  const article = el(
    'article',
    { class: `tile tile-${tile.id}`, 'aria-label': tile.label },
    el('h2', { class: 'tile-label', text: tile.label }),
    el('p', { class: 'tile-figures' }, ...figures),
    note,
    plot,
  );
  host.append(article);

  let pointed = /** @type {Point | null} */ (null);
  let points = /** @type {Point[]} */ ([]);
  const chart = createChart(
    plot,
    tile.lines.map((line, i) => ({ swatch: swatches[i], filled: i === 0 })),
    (index) => {
      pointed = index === null ? null : (points[index] ?? null);
      drawNote(store.get());
    },
  );

  /** @param {State} state */
  function drawNote({ stats }) {
    if (pointed) {
      text(note, `${time(pointed.at)} · ${tile.lines.map((line) => named(tile, line, pointed)).join(' · ')}`);
    } else if (stats) {
      text(note, two ? `over the last 10 s, ${count(stats.total.firstByte.count)} sessions` : tile.note(stats));
    } else {
      text(note, 'waiting for figures');
    }
    attr(note, 'data-pointed', pointed !== null);
  }

  return {
    redraw: () => chart.redraw(),
    /** @param {State} state */
    draw(state) {
      attr(article, 'data-empty', !state.stats);
      if (state.stats) {
        const now = tile.now(state.stats);
        text(value, tile.show(now));
        attr(value, 'title', exact(now));
        text(second, tile.note(state.stats));
        attr(article, 'data-alarm', tile.id === 'failures' && (now ?? 0) > 0);
      }
      drawNote(state);
      if (points !== state.history.points) {
        points = state.history.points;
        attr(swatches[0], 'data-calm', points.every((p) => !tile.lines[0].of(p)));
        chart.draw(
          points.map((p) => Date.parse(p.at) / 1000),
          tile.lines.map((line) => points.map((p) => line.of(p) ?? null)),
        );
        attr(plot, 'aria-label', summary(tile, points));
      }
    },
  };
}

/** @param {Tile} tile @param {Tile['lines'][0]} line @param {any} point */
function named(tile, line, point) {
  return `${line.name} ${tile.show(line.of(point))}`.trim();
}

/** The line in words. @param {Tile} tile @param {Point[]} points */
function summary(tile, points) {
  const parts = tile.lines.map((line) => {
    const values = points.map(line.of).filter((v) => v !== undefined);
    if (values.length === 0) {
      return `${line.name} nothing yet`;
    }
    return `${line.name} from ${tile.show(Math.min(...values))} to ${tile.show(Math.max(...values))}`;
  });
  return `${tile.label} over the last 15 minutes: ${parts.join(', ').trim()}`;
}

/** Sessions that no row of the table counts. @param {Stats} stats */
function elsewhere({ services }) {
  const waiting = services.reduce((sum, service) => sum + service.waiting, 0);
  const departed = services.reduce((sum, service) => sum + service.departed, 0);
  const notes = [];
  if (departed > 0) {
    notes.push(`${count(departed)} on backends that left`);
  }
  if (waiting > 0) {
    notes.push(`${count(waiting)} more wait for room`);
  }
  return notes.join(' · ') || 'none waits for room';
}
