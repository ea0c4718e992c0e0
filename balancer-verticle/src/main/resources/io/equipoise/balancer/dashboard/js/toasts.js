// @ts-check
// Short words on what became of an order. They go by themselves, a failure stays longer.
import { attr, byId, el } from './dom.js';

const STAY = { done: 5_000, failed: 15_000 };

/** @param {'done' | 'failed'} kind @param {string} title @param {string} detail */
export function toast(kind, title, detail) {
  const host = byId('toasts');
  const cross = el('button', { type: 'button', class: 'icon-button', 'aria-label': 'Dismiss', text: '✕' });
  const node = el(
    'div',
    { class: `toast ${kind}`, role: kind === 'failed' ? 'alert' : 'status' },
    el('div', {}, el('b', { text: title }), el('p', { text: detail })),
    cross,
  );
  const go = () => {
    attr(node, 'data-going', true);
    setTimeout(() => node.remove(), 250);
  };
  cross.addEventListener('click', go);
  setTimeout(go, STAY[kind]);
  host.append(node);
  // A popover stands above open dialogs.
  host.popover = 'manual';
  host.hidePopover();
  host.showPopover();
}
