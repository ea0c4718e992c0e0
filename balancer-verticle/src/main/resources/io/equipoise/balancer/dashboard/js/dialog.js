// @ts-check
// A modal dialog: the browser's own, with a title, a cross, Escape, and the focus back where it was.
import { el } from './dom.js';

let number = 0;

/**
 * @param {{title: string, body: Element, className?: string, onClose?: () => void, lead?: Element}} options
 * @returns {HTMLDialogElement} open
 */
export function openDialog({ title, body, className = '', onClose = () => {}, lead }) {
  const id = `dialog-${++number}`;
  const cross = el('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', text: '✕' });
  const dialog = el(
    'dialog',
    { class: `dialog ${className}`, 'aria-labelledby': id },
    el('header', { class: 'dialog-head' }, lead ?? null, el('h2', { id, text: title }), cross),
    body,
  );
  cross.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog && outside(dialog, event)) {
      dialog.close();
    }
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Whether a click was on the backdrop. @param {Element} dialog @param {MouseEvent} event */
function outside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
