// @ts-check
// Figures as people read them. The exact value is never lost: it stands in the title where it is rounded.

const NONE = '–';
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const exactNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const dated = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' });

/** A count: to the unit below 100,000, then three digits. @param {number | undefined} n */
export function count(n) {
  if (n === undefined || !Number.isFinite(n)) {
    return NONE;
  }
  return Math.abs(n) < 100_000 ? whole.format(n) : scaled(n, 1000, ['', 'k', 'M', 'G', 'T']);
}

/** A rate per second. @param {number | undefined} n */
export function rate(n) {
  if (n === undefined || !Number.isFinite(n)) {
    return NONE;
  }
  if (n === 0) {
    return '0';
  }
  return n < 0.01 ? '<0.01' : n < 10 ? n.toFixed(2) : n < 100 ? n.toFixed(1) : count(Math.round(n));
}

/** A duration that is given in milliseconds. @param {number | undefined} ms */
export function duration(ms) {
  if (ms === undefined || !Number.isFinite(ms)) {
    return NONE;
  }
  if (ms < 0.001) {
    return '0 ms';
  }
  if (ms < 1) {
    return `${Math.round(ms * 1000)} µs`;
  }
  if (ms < 1000) {
    return `${digits(ms)} ms`;
  }
  const s = ms / 1000;
  if (s < 60) {
    return `${digits(s)} s`;
  }
  const minutes = Math.floor(s / 60);
  if (minutes < 60) {
    return `${minutes} min ${Math.floor(s % 60)} s`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A size in bytes. @param {number | undefined} n */
export function bytes(n) {
  if (n === undefined || !Number.isFinite(n)) {
    return NONE;
  }
  return n < 1024 ? `${whole.format(n)} B` : scaled(n, 1024, [' B', ' KiB', ' MiB', ' GiB', ' TiB', ' PiB']);
}

/** A part of one. @param {number | undefined} part */
export function percent(part) {
  if (part === undefined || !Number.isFinite(part)) {
    return NONE;
  }
  const p = part * 100;
  return p === 0 ? '0 %' : p < 0.1 ? '<0.1 %' : p < 10 ? `${p.toFixed(1)} %` : `${Math.round(p)} %`;
}

/** Time of day. @param {string | number} at */
export function time(at) {
  return clock.format(new Date(at));
}

/** Date and time with the zone. @param {string | number} at */
export function moment(at) {
  return dated.format(new Date(at));
}

/** How long ago, in one unit. @param {string} at @param {number} now milliseconds */
export function ago(at, now) {
  const s = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  if (s < 60) {
    return `${s} s ago`;
  }
  if (s < 3600) {
    return `${Math.floor(s / 60)} min ago`;
  }
  return s < 172_800 ? `${Math.floor(s / 3600)} h ago` : `${Math.floor(s / 86_400)} d ago`;
}

/** "1 backend", "2 backends". @param {number} n @param {string} word */
export function plural(n, word) {
  return `${count(n)} ${word}${n === 1 ? '' : 's'}`;
}

/** All digits. @param {number | undefined} n */
export function exact(n) {
  return n === undefined ? '' : exactNumber.format(n);
}

/** @param {number} n */
function digits(n) {
  return n < 10 ? n.toFixed(2) : n < 100 ? n.toFixed(1) : n.toFixed(0);
}

/** @param {number} n @param {number} step @param {string[]} units */
function scaled(n, step, units) {
  let value = n;
  let unit = 0;
  while (Math.abs(value) >= step && unit < units.length - 1) {
    value /= step;
    unit++;
  }
  return digits(value) + units[unit];
}
