// @ts-check
// Names with values, and times as bars on one scale: what the detail views are made of.
import { el } from './dom.js';
import { duration } from './format.js';

/** @param {[string, string | Node | undefined][]} pairs those without a value are left out */
export function facts(pairs) {
  const rows = pairs
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => el('div', {}, el('dt', { text: name }), el('dd', {}, value)));
  return el('dl', { class: 'facts' }, ...rows);
}

/**
 * Bars from zero on one scale, each with its name and figure.
 * @param {string} label
 * @param {{name: string, value: number | undefined, shown: string, className?: string, note?: string}[]} bars
 */
export function bars(label, bars) {
  const most = Math.max(...bars.map((bar) => bar.value ?? 0), 1e-9);
  return el('ul', { class: 'bars', 'aria-label': label }, ...bars.map((bar) => barOf(bar, most)));
}

/** @param {any} bar @param {number} most */
function barOf(bar, most) {
  const fill = el('span', { class: 'bar-fill' });
  fill.style.inlineSize = `${(100 * Math.max(0, bar.value ?? 0)) / most}%`;
  return el(
    'li',
    { class: `bar-row ${bar.className ?? ''}` },
    el('span', { class: 'bar-name', text: bar.name, title: bar.name }),
    el('span', { class: 'bar-track', 'aria-hidden': 'true' }, fill),
    el('span', { class: 'bar-value', text: bar.shown }),
    bar.note ? el('span', { class: 'bar-note', text: bar.note }) : null,
  );
}

/** The times of a session. @param {{queueMillis?: number, connectMillis?: number, firstByteMillis?: number, totalMillis?: number}} times */
export function times(times) {
  const rows = /** @type {const} */ ([
    ['Waited for room', times.queueMillis],
    ['Connect', times.connectMillis],
    ['First byte', times.firstByteMillis],
    ['Total', times.totalMillis],
  ]);
  return bars(
    'Times',
    rows.filter(([, ms]) => ms !== undefined).map(([name, value]) => ({ name, value, shown: duration(value) })),
  );
}

/** @param {string} title @param {...(Node | null | false)} content */
export function block(title, ...content) {
  return el('section', { class: 'block' }, el('h3', { text: title }), ...content);
}
