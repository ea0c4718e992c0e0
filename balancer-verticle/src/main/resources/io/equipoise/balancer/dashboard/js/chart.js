// @ts-check
// A small line of the last 15 minutes, drawn by uPlot. Colours are those of the page, so they follow the theme.
import uPlot from '../vendor/uplot/uPlot.esm.js';

const HEIGHT = 64;
const LONGEST_S = 15 * 60;
const SHORTEST_S = 30;

/**
 * @typedef {object} Line
 * @property {Element} swatch whose computed colour is that of the line
 * @property {boolean} [filled]
 */

/**
 * @param {HTMLElement} host
 * @param {Line[]} lines
 * @param {(index: number | null) => void} onCursor with the place of the point that is pointed at
 */
export function createChart(host, lines, onCursor) {
  const colour = (/** @type {number} */ i) => getComputedStyle(lines[i].swatch).color;
  const plot = new uPlot(
    {
      width: Math.max(40, host.clientWidth),
      height: HEIGHT,
      padding: [6, 0, 2, 0],
      legend: { show: false },
      axes: [{ show: false }, { show: false }],
      cursor: {
        y: false,
        drag: { setScale: false, x: false, y: false },
        sync: { key: 'tiles' },
        points: { size: 7, width: 2 },
      },
      scales: {
        x: { time: true, range: (u) => span(u.data[0]) },
        y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
      },
      series: [
        {},
        ...lines.map((line, i) => ({
          stroke: () => colour(i),
          width: 1.75,
          points: { show: false },
          fill: line.filled ? (/** @type {any} */ u) => gradient(u, colour(i)) : undefined,
        })),
      ],
      hooks: { setCursor: [(u) => onCursor(u.cursor.idx ?? null)] },
    },
    [[], ...lines.map(() => [])],
    host,
  );
  plot.root.setAttribute('aria-hidden', 'true');
  new ResizeObserver(() => plot.setSize({ width: Math.max(40, host.clientWidth), height: HEIGHT })).observe(host);
  return {
    /** @param {number[]} at seconds @param {(number | null)[][]} values */
    draw: (at, values) => plot.setData([at, ...values]),
    /** Again, in the colours of now. */
    redraw: () => plot.redraw(false),
  };
}

/** 15 minutes, or as many as there are, so that the line of a young balancer fills the width too. @param {ArrayLike<number>} at @returns {[number, number]} */
function span(at) {
  const end = at.length > 0 ? at[at.length - 1] : Date.now() / 1000;
  const first = at.length > 0 ? at[0] : end;
  return [Math.max(end - LONGEST_S, Math.min(first, end - SHORTEST_S)), end];
}

/** @param {any} u @param {string} colour */
function gradient(u, colour) {
  const { top, height } = u.bbox;
  const fill = u.ctx.createLinearGradient(0, top, 0, top + height);
  fill.addColorStop(0, faded(colour, 0.22));
  fill.addColorStop(1, faded(colour, 0));
  return fill;
}

/** @param {string} colour @param {number} alpha */
function faded(colour, alpha) {
  return colour.replace(/^rgb\((.*)\)$/, `rgba($1, ${alpha})`);
}
