// @ts-check
// The table of backends. Only the rows in sight are elements, so a thousand cost as much as twenty.
import { attr, el, text } from './dom.js';
import { COLUMNS } from './columns.js';
import { rowsOf } from './rows.js';
import { stateOf } from './states.js';
import { createTableKeys } from './table-keys.js';

/** @typedef {import('./types.js').State} State @typedef {import('./types.js').Backend} Backend */

const SPARE = 4;
const MOST_IN_SIGHT = 14;
/** What the table is drawn from. */
const SHOWN = /** @type {const} */ (['stats', 'filter', 'only', 'sort', 'selected']);

/**
 * @param {HTMLElement} host
 * @param {ReturnType<typeof import('./store.js').createStore<State>>} store
 * @param {(id: string) => void} onOpen
 */
export function createTable(host, store, onOpen) {
  const body = el('div', { class: 'rows', role: 'rowgroup' });
  const head = createHead(store);
  const scroller = el(
    'div',
    {
      class: 'grid',
      role: 'grid',
      tabindex: '0',
      'aria-label': 'Backends',
      'aria-multiselectable': 'true',
      'aria-colcount': COLUMNS.length + 1,
      'aria-describedby': 'grid-hint',
    },
    el('div', { class: 'grid-head', role: 'rowgroup' }, head.row),
    body,
  );
  const hint = el('p', { class: 'hidden-text', id: 'grid-hint', text: 'Arrow keys move, space selects, Enter opens, Control A selects all.' });
  const empty = el('p', { class: 'empty' });
  host.append(hint, el('div', { class: 'grid-frame' }, scroller), empty);

  /** @type {ReturnType<typeof createRow>[]} */
  const pool = [];
  /** @type {Backend[]} */
  let rows = [];
  let active = -1;
  let rowHeight = 52;
  let room = 0;

  const keys = createTableKeys({
    scroller,
    store,
    rows: () => rows,
    active: () => active,
    perPage: () => Math.max(1, Math.floor((scroller.clientHeight - head.row.offsetHeight) / rowHeight) - 1),
    moveTo,
    open: onOpen,
  });

  /** @param {number} index */
  function moveTo(index) {
    active = Math.max(0, Math.min(rows.length - 1, index));
    const top = active * rowHeight;
    const below = top + rowHeight - (scroller.clientHeight - head.row.offsetHeight);
    if (top < scroller.scrollTop) {
      scroller.scrollTop = top;
    } else if (below > scroller.scrollTop) {
      scroller.scrollTop = below;
    }
    drawRows();
  }

  /** @param {State} state */
  function draw(state) {
    const on = rows[active]?.id;
    rows = rowsOf(state);
    active = on === undefined ? -1 : rows.findIndex((b) => b.id === on);
    scroller.style.setProperty('--in-sight', String(Math.min(Math.max(rows.length, 1), MOST_IN_SIGHT)));
    body.style.height = `${rows.length * rowHeight}px`;
    attr(scroller, 'aria-rowcount', rows.length + 1);
    scroller.hidden = rows.length === 0;
    empty.hidden = rows.length > 0;
    text(empty, emptyText(state));
    head.draw(state, rows);
    drawRows();
  }

  function drawRows() {
    const { selected, now } = store.get();
    const top = scroller.scrollTop;
    const first = Math.max(0, Math.floor(top / rowHeight) - SPARE);
    const last = Math.min(rows.length, Math.ceil((top + (room || MOST_IN_SIGHT * rowHeight)) / rowHeight) + SPARE);
    while (pool.length < last - first) {
      const row = createRow(pool.length);
      pool.push(row);
      body.append(row.node);
    }
    // Row i is always shown by the same element, so that scrolling moves only what comes into sight.
    const used = new Set();
    for (let i = first; i < last; i++) {
      const row = pool[i % pool.length];
      used.add(row);
      row.draw(rows[i], i, { height: rowHeight, selected: selected.has(rows[i].id), active: i === active, now });
    }
    pool.filter((row) => !used.has(row)).forEach((row) => row.hide());
    const inSight = active >= first && active < last && active >= 0;
    attr(scroller, 'aria-activedescendant', inSight ? pool[active % pool.length].node.id : null);
  }

  let scrolled = false;
  scroller.addEventListener('scroll', () => {
    if (!scrolled) {
      scrolled = true;
      requestAnimationFrame(() => {
        scrolled = false;
        drawRows();
      });
    }
  }, { passive: true });
  body.addEventListener('click', (event) => keys.onClick(event));
  new ResizeObserver(() => {
    rowHeight = parseFloat(getComputedStyle(scroller).getPropertyValue('--row')) || rowHeight;
    room = scroller.clientHeight;
    draw(store.get());
  }).observe(scroller);
  store.view((state, before) => {
    if (!before || SHOWN.some((part) => state[part] !== before[part])) {
      draw(state);
    }
  });
}

/** @param {State} state */
function emptyText(state) {
  if (!state.stats) {
    return 'Waiting for the first figures.';
  }
  if (state.stats.backends.length === 0) {
    return 'No backend yet. Start one in this cluster, or name some in the configuration; it serves after its first good probe.';
  }
  return state.only === 'trouble' && !state.filter ? 'No trouble. Every backend passes its probes.' : 'No backend matches. Escape clears the filter.';
}

/** @param {any} store */
function createHead(store) {
  const all = el('span', { class: 'check', 'aria-hidden': 'true' });
  const allButton = el('button', { type: 'button', class: 'check-button', 'aria-label': 'Select all shown' }, all);
  const check = el('div', { class: 'cell c-check', role: 'columnheader', 'aria-colindex': 1 }, allButton);
  /** @type {Backend[]} */
  let shown = [];
  allButton.addEventListener('click', () => {
    const every = shown.length > 0 && shown.every((b) => store.get().selected.has(b.id));
    store.set({ selected: new Set(every ? [] : shown.map((b) => b.id)) });
  });
  const cells = COLUMNS.map((column, i) => {
    const button = el('button', { type: 'button', class: 'sort', title: column.hint, text: column.label });
    button.addEventListener('click', () => store.set({ sort: turned(store.get().sort, column) }));
    return el('div', { class: `cell c-${column.id}${column.figure ? ' figure' : ''}`, role: 'columnheader', 'aria-colindex': i + 2 }, button);
  });
  return {
    row: el('div', { class: 'row head', role: 'row', 'aria-rowindex': 1 }, check, ...cells),
    /** @param {State} state @param {Backend[]} rows */
    draw({ sort, selected }, rows) {
      shown = rows;
      const n = rows.filter((b) => selected.has(b.id)).length;
      attr(all, 'data-on', n === 0 ? null : n === rows.length ? 'all' : 'some');
      cells.forEach((cell, i) => {
        const on = COLUMNS[i].id === sort.column;
        attr(cell, 'aria-sort', on ? (sort.down ? 'descending' : 'ascending') : null);
      });
    },
  };
}

/** @param {State['sort']} sort @param {import('./columns.js').Column} column */
function turned(sort, column) {
  return sort.column === column.id ? { column: column.id, down: !sort.down } : { column: column.id, down: !!column.figure || column.id === 'lastFailure' };
}

/** @param {number} number */
function createRow(number) {
  const check = el('div', { class: 'cell c-check', role: 'gridcell', 'aria-colindex': 1 }, el('span', { class: 'check', 'aria-hidden': 'true' }));
  const cells = COLUMNS.map((column, i) =>
    el('div', { class: `cell c-${column.id}${column.figure ? ' figure' : ''}`, role: 'gridcell', 'aria-colindex': i + 2 }, ...column.create()),
  );
  const node = el('div', { class: 'row', role: 'row', id: `row-${number}` }, check, ...cells);
  let shown = '';
  let drawn = /** @type {unknown[]} */ ([]);
  return {
    node,
    /** @param {Backend} b @param {number} index @param {{height: number, selected: boolean, active: boolean, now: number}} how */
    draw(b, index, how) {
      const from = [b, index, how.height, how.selected, how.active];
      if (from.every((part, i) => part === drawn[i])) {
        return;
      }
      drawn = from;
      node.style.display = '';
      node.style.transform = `translateY(${index * how.height}px)`;
      if (shown === b.id && node.dataset.state !== stateOf(b)) {
        flash(node);
      }
      shown = b.id;
      attr(node, 'data-id', b.id);
      attr(node, 'data-index', index);
      attr(node, 'data-state', stateOf(b));
      attr(node, 'data-active', how.active);
      attr(node, 'aria-rowindex', index + 2);
      attr(node, 'aria-selected', String(how.selected));
      COLUMNS.forEach((column, i) => column.draw(cells[i], b, how.now));
    },
    /** It is nobody's row then, and says so. */
    hide() {
      if (drawn.length === 0) {
        return;
      }
      node.style.display = 'none';
      ['data-id', 'data-index', 'data-state', 'data-active'].forEach((name) => attr(node, name, null));
      shown = '';
      drawn = [];
    },
  };
}

/** Draws the eye to a row whose state has changed. @param {HTMLElement} node */
function flash(node) {
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
    node.animate([{ backgroundColor: 'var(--flash)' }, {}], { duration: 1_600, easing: 'ease-out' });
  }
}
