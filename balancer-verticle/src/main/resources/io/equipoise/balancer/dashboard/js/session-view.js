// @ts-check
// One session: its times, its bytes, and why its backend was chosen. It can be ended from here.
import { change, read, segment } from './api.js';
import { decisionParts, mono } from './decision-view.js';
import { words } from './decisions.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { block, facts, times } from './facts.js';
import { bytes, moment } from './format.js';
import { toast } from './toasts.js';

/** @typedef {import('./types.js').Session} Session */

/** @param {string} id */
export async function openSession(id) {
  const body = el('div', { class: 'dialog-body' }, el('p', { class: 'empty', text: 'Reading the session.' }));
  const dialog = openDialog({ title: 'Session', body, className: 'drawer' });
  try {
    const session = /** @type {Session} */ (await read(`sessions/${segment(id)}`));
    body.replaceChildren(...parts(session, () => dialog.close()));
  } catch (error) {
    body.replaceChildren(el('p', { class: 'empty', text: gone(error) }));
  }
}

/** @param {any} error */
function gone(error) {
  return error.status === 404 ? 'This session has ended, and its choice is no longer in the log. Only sampled sessions are kept after their end.' : `It cannot be read: ${error.message}`;
}

/** @param {Session} s @param {() => void} close @returns {Node[]} */
function parts(s, close) {
  const state = s.state === 'closed' ? `closed: ${words(s.reason)}` : s.state;
  const head = facts([
    ['State', state],
    ['Client', mono(s.client)],
    ['Listener', s.listener],
    ['Service', s.service],
    ['Backend', s.backend && mono(s.backend)],
    ['Balancer', mono(s.balancer)],
    ['Started', moment(s.startedAt)],
    ['Attempts', String(s.attempts)],
    ['From the client', bytes(s.bytesFromClient)],
    ['From the backend', bytes(s.bytesFromBackend)],
    ['Id', mono(s.id)],
  ]);
  const why = s.decision
    ? block('Why this backend', ...decisionParts(s.decision))
    : block('Why this backend', el('p', { text: 'The choice was not sampled.' }));
  const list = [head, block('Times', times(s)), why];
  return s.state === 'closed' ? list : [...list, el('div', { class: 'dialog-foot' }, endButton(s, close))];
}

/** @param {Session} s @param {() => void} close */
function endButton(s, close) {
  return el('button', { type: 'button', class: 'button danger', text: 'End session…', onclick: () => askEnd(s, close) });
}

/** @param {Session} s @param {() => void} closeView */
function askEnd(s, closeView) {
  const cancel = el('button', { type: 'button', class: 'button quiet', text: 'Cancel' });
  const form = el(
    'form',
    { class: 'dialog-body' },
    el('p', { text: `The client ${s.client} and its backend both get a reset at once. What is under way between them is lost.` }),
    el('div', { class: 'dialog-foot' }, cancel, el('button', { type: 'submit', class: 'button danger', text: 'End session' })),
  );
  const dialog = openDialog({ title: 'End this session?', body: form, className: 'small' });
  cancel.addEventListener('click', () => dialog.close());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    dialog.close();
    closeView();
    try {
      await change('DELETE', `sessions/${segment(s.id)}`);
      toast('done', 'Session ended', s.client);
    } catch (error) {
      toast('failed', 'The session was not ended', error instanceof Error ? error.message : String(error));
    }
  });
}
