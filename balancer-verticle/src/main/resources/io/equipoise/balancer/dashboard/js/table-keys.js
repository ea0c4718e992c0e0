// @ts-check
// Keys and clicks in the table: where one is, what is selected, what is opened.

/** @typedef {import('./types.js').Backend} Backend */

/**
 * @param {object} table
 * @param {HTMLElement} table.scroller
 * @param {any} table.store
 * @param {() => Backend[]} table.rows
 * @param {() => number} table.active
 * @param {() => number} table.perPage
 * @param {(index: number) => void} table.moveTo
 * @param {(id: string) => void} table.open
 */
export function createTableKeys({ scroller, store, rows, active, perPage, moveTo, open }) {
  let anchor = 0;

  /** @param {string} id */
  function toggle(id) {
    const selected = new Set(store.get().selected);
    if (!selected.delete(id)) {
      selected.add(id);
    }
    store.set({ selected });
  }

  /** Selects from where the selection began to here. @param {number} to */
  function extend(to) {
    const selected = new Set(store.get().selected);
    rows().slice(Math.min(anchor, to), Math.max(anchor, to) + 1).forEach((b) => selected.add(b.id));
    store.set({ selected });
  }

  /** @type {Record<string, () => number>} */
  const moves = {
    ArrowDown: () => active() + 1,
    ArrowUp: () => Math.max(0, active() - 1),
    PageDown: () => active() + perPage(),
    PageUp: () => active() - perPage(),
    Home: () => 0,
    End: () => rows().length - 1,
  };

  scroller.addEventListener('keydown', (event) => {
    if (event.target !== scroller || rows().length === 0) {
      return;
    }
    const here = rows()[active()];
    const move = moves[event.key];
    if (move) {
      moveTo(move());
      if (event.shiftKey) {
        extend(active());
      } else {
        anchor = active();
      }
    } else if (event.key === ' ' && here) {
      anchor = active();
      toggle(here.id);
    } else if (event.key === 'Enter' && here) {
      open(here.id);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      store.set({ selected: new Set(rows().map((b) => b.id)) });
    } else {
      return;
    }
    event.preventDefault();
  });
  scroller.addEventListener('focus', () => {
    if (active() < 0 && scroller.matches(':focus-visible')) {
      moveTo(0);
    }
  });

  return {
    /** @param {MouseEvent} event */
    onClick(event) {
      const target = /** @type {Element} */ (event.target);
      const row = /** @type {HTMLElement | null} */ (target.closest('.row'));
      if (!row?.dataset.id) {
        return;
      }
      const index = Number(row.dataset.index);
      if (event.shiftKey) {
        extend(index);
      } else if (event.ctrlKey || event.metaKey || target.closest('.c-check')) {
        anchor = index;
        toggle(row.dataset.id);
      } else if (!getSelection()?.toString()) {
        open(row.dataset.id);
      }
      moveTo(index);
    },
  };
}
