// @ts-check
// Why a backend was chosen: the candidates with what the policy compared, and how the session fared.
import { words } from './decisions.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { bars, block, facts, times } from './facts.js';
import { bytes, count, moment, plural } from './format.js';

/** @typedef {import('./types.js').Decision} Decision @typedef {import('./types.js').Candidate} Candidate */

/** @param {Decision} decision @param {(id: string) => void} onSession */
export function openDecision(decision, onSession) {
  const more = el('button', { type: 'button', class: 'button', text: 'Show the session' });
  const body = el(
    'div',
    { class: 'dialog-body' },
    ...decisionParts(decision),
    outcome(decision),
    block('Session', facts([
      ['Session', mono(decision.session)],
      ['Client', mono(decision.client)],
      ['Listener', decision.listener],
      ['Decided', moment(decision.at)],
    ])),
    el('div', { class: 'dialog-foot' }, more),
  );
  const dialog = openDialog({ title: 'Why this backend', body, className: 'drawer' });
  more.addEventListener('click', () => {
    dialog.close();
    onSession(decision.session);
  });
}

/** The choice itself, as it also stands in the view of a session. @param {Decision} decision */
export function decisionParts(decision) {
  const of = `${plural(decision.eligible, 'backend')} of ${count(decision.backends)} could be chosen`;
  return [
    el('div', { class: 'verdict' }, el('p', { class: 'verdict-name mono', text: decision.chosen ?? 'None' }), el('p', { text: decision.why })),
    facts([
      ['Service', decision.service],
      ['Policy', decision.policy],
      ['Choice', decision.attempt > 1 ? `number ${decision.attempt} for this session` : 'the first for this session'],
      ['Among', decision.panic ? `${of}, health ignored (panic)` : of],
    ]),
    block('Candidates', el('p', { class: 'fine', text: comparison(decision.candidates) }), candidates(decision.candidates)),
  ];
}

/** @param {Candidate[]} list */
function comparison(list) {
  const compares = list.filter((c) => c.looked).length > 1;
  return compares ? 'Sessions with this one, over weight, as the policy compares them; the lower the better.' : 'Sessions with this one, over weight, which the policy did not compare.';
}

/** @param {Candidate[]} list */
function candidates(list) {
  const sorted = [...list].sort((a, b) => Number(b.chosen) - Number(a.chosen) || Number(b.looked) - Number(a.looked) || a.load - b.load);
  return bars(
    'Candidates',
    sorted.map((c) => ({
      name: c.chosen ? `★ ${c.backend}` : c.backend,
      value: c.load,
      shown: load(c.load),
      className: c.chosen ? 'chosen' : c.looked ? 'looked' : 'skipped',
      note: [c.chosen && 'chosen', !c.looked && 'not looked at', c.passed, `weight ${c.weight}`, `${c.open} open`].filter(Boolean).join(' · '),
    })),
  );
}

/** @param {number} value */
function load(value) {
  return Number.isInteger(value) ? count(value) : value.toPrecision(3);
}

/** @param {Decision} decision */
function outcome({ outcome }) {
  if (!outcome) {
    return block('How it went', el('p', { text: 'It still runs.' }));
  }
  return block(
    'How it went',
    times(outcome),
    facts([
      ['Ended', words(outcome.reason)],
      ['From the client', bytes(outcome.bytesFromClient)],
      ['From the backend', bytes(outcome.bytesFromBackend)],
    ]),
  );
}

/** @param {string} value */
export function mono(value) {
  return el('span', { class: 'mono', text: value });
}
