// @ts-check
// The one place where the page keeps what it knows. Views are functions of it, called once a frame when it changed.

/**
 * @template {object} S
 * @param {S} initial
 */
export function createStore(initial) {
  let state = initial;
  let drawn = /** @type {S | null} */ (null);
  let asked = false;
  /** @type {((state: S, before: S | null) => void)[]} */
  const views = [];
  /** @type {((state: S, before: S) => void)[]} */
  const watchers = [];

  function draw() {
    asked = false;
    const before = drawn;
    drawn = state;
    for (const view of views) {
      safely(() => view(state, before));
    }
  }

  return {
    /** @returns {S} */
    get: () => state,

    /** Takes over those values. @param {Partial<S>} change */
    set(change) {
      const before = state;
      state = { ...state, ...change };
      for (const watcher of watchers) {
        safely(() => watcher(state, before));
      }
      if (!asked) {
        asked = true;
        requestAnimationFrame(draw);
      }
    },

    /** Draws with the next frame, and with each frame after a change. @param {(state: S, before: S | null) => void} view */
    view(view) {
      views.push(view);
    },

    /** Is told at once, also while the page is hidden and no frames are drawn. @param {(state: S, before: S) => void} watcher */
    watch(watcher) {
      watchers.push(watcher);
    },
  };
}

/** What fails is said, and does not keep the others from being drawn. @param {() => void} run */
function safely(run) {
  try {
    run();
  } catch (error) {
    reportError(error);
  }
}
