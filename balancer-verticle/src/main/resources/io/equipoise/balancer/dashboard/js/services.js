// @ts-check
// A card for each service: its policy, which can be changed, and how it fares.
import { change, segment } from './api.js';
import { openDialog } from './dialog.js';
import { attr, el, keyed, text } from './dom.js';
import { count, duration, rate } from './format.js';
import { toast } from './toasts.js';

/** @typedef {import('./types.js').Service} Service @typedef {import('./types.js').State} State */

/** @type {Record<string, string>} */
export const POLICIES = {
  'round-robin': 'each in turn, as often as its weight says',
  'least-connections': 'the one with the fewest open sessions for its weight',
  random: 'any, by weight',
  'power-of-two': 'the less loaded of two drawn at random',
  'source-hash': 'the same client to the same backend',
};

/** @param {HTMLElement} host @param {ReturnType<typeof import('./store.js').createStore<State>>} store */
export function createServices(host, store) {
  store.view(({ stats }) => {
    const services = stats?.services ?? [];
    host.hidden = services.length === 0;
    keyed(host, services, (s) => s.name, (s) => createCard(s, store), drawCard);
  });
}

/** @param {Service} service @param {any} store */
function createCard({ name }, store) {
  const title = el('button', {
    type: 'button',
    class: 'service-name',
    text: name,
    title: 'Show its backends',
    onclick: () => store.set({ filter: `service:${name}`, only: 'all' }),
  });
  const policy = el('button', { type: 'button', class: 'button small policy' });
  policy.addEventListener('click', () => askPolicy(name, policy.dataset.policy ?? ''));
  const figures = ['Serving', 'Rate', 'Open', 'First byte p99', 'Waiting'].map((label) =>
    el('div', {}, el('dt', { text: label }), el('dd', {})),
  );
  return el(
    'article',
    { class: 'panel service', 'aria-label': `Service ${name}` },
    el(
      'div',
      { class: 'service-in' },
      el('header', { class: 'service-head' }, el('h3', {}, title), el('span', { class: 'badge panic', text: 'Panic: health is ignored', hidden: true }), policy),
      el('dl', { class: 'service-figures' }, ...figures),
    ),
  );
}

/** @param {HTMLElement} card @param {Service} s */
function drawCard(card, s) {
  const policy = /** @type {HTMLElement} */ (card.querySelector('.policy'));
  text(policy, s.policy);
  attr(policy, 'data-policy', s.policy);
  attr(policy, 'aria-label', `Policy ${s.policy}, change`);
  attr(policy, 'title', POLICIES[s.policy]);
  const panic = /** @type {HTMLElement} */ (card.querySelector('.panic'));
  panic.hidden = !s.panic;
  const values = [`${count(s.eligible)} of ${count(s.backends)}`, `${rate(s.rate)}/s`, count(s.open), duration(s.firstByte.p99), count(s.waiting)];
  card.querySelectorAll('dd').forEach((dd, i) => text(dd, values[i]));
  attr(card, 'data-alarm', s.panic || s.eligible === 0);
}

/** @param {string} name @param {string} now */
function askPolicy(name, now) {
  const option = (/** @type {string} */ value, /** @type {string} */ label, /** @type {string} */ says) =>
    el(
      'label',
      { class: 'choice' },
      el('input', { type: 'radio', name: 'policy', value, required: true, ...(value === now ? { checked: true } : {}) }),
      el('span', {}, el('b', { text: label }), el('small', { text: says })),
    );
  const cancel = el('button', { type: 'button', class: 'button quiet', text: 'Cancel' });
  const form = el(
    'form',
    { class: 'dialog-body' },
    el('p', { text: 'How the backend of the next session is chosen. Sessions that run stay where they are. It holds at every balancer.' }),
    el(
      'fieldset',
      { class: 'choices' },
      el('legend', { class: 'field-label', text: 'Policy' }),
      ...Object.entries(POLICIES).map(([value, says]) => option(value, value, says)),
      option('', 'as configured', 'take back what was ordered here'),
    ),
    el('div', { class: 'dialog-foot' }, cancel, el('button', { type: 'submit', class: 'button primary', text: 'Change policy' })),
  );
  const dialog = openDialog({ title: `Policy of ${name}`, body: form, className: 'small' });
  cancel.addEventListener('click', () => dialog.close());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const policy = String(new FormData(form).get('policy') ?? '') || null;
    dialog.close();
    try {
      await change('PATCH', `services/${segment(name)}`, { policy });
      toast('done', `Policy of ${name}`, policy ?? 'as configured');
    } catch (error) {
      toast('failed', `The policy of ${name} was not changed`, error instanceof Error ? error.message : String(error));
    }
  });
  /** @type {HTMLElement | null} */ (form.querySelector('input:checked') ?? form.querySelector('input'))?.focus();
}
