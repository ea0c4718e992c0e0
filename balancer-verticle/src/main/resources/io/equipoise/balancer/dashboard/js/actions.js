// @ts-check
// What an operator does to backends: it is said before what will happen, and after what did.
import { change, segment } from './api.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { count, percent, plural } from './format.js';
import { toast } from './toasts.js';

/** @typedef {import('./types.js').Backend} Backend @typedef {import('./types.js').Stats} Stats */

const AT_ONCE = 4;

/**
 * @typedef {object} Action
 * @property {string} label
 * @property {string} done
 * @property {(n: string) => string} title
 * @property {(backends: Backend[], stats: Stats) => string[]} says
 * @property {(weight: number | null) => object} body
 * @property {boolean} [stops] whether they take no new sessions from then on
 * @property {boolean} [weighs]
 */

/** @type {Record<string, Action>} */
export const ACTIONS = {
  drain: {
    label: 'Drain',
    done: 'drain',
    title: (n) => `Drain ${n}?`,
    says: (list) => [`New sessions go elsewhere. ${running(list)}`],
    body: () => ({ state: 'draining' }),
    stops: true,
  },
  maintenance: {
    label: 'Maintenance',
    done: 'are in maintenance',
    title: (n) => `Put ${n} in maintenance?`,
    says: (list) => [`New sessions go elsewhere until they are enabled again, also after they start anew. ${running(list)}`],
    body: () => ({ state: 'maintenance' }),
    stops: true,
  },
  enable: {
    label: 'Enable',
    done: 'are enabled',
    title: (n) => `Enable ${n}?`,
    says: (list) => enabling(list),
    body: () => ({ state: 'ready' }),
  },
  weight: {
    label: 'Weight…',
    done: 'have their new weight',
    title: (n) => `Change the weight of ${n}`,
    says: () => ['A backend of weight 200 gets twice the sessions of one of weight 100; weight 0 takes no new ones. Sessions that run stay where they are.'],
    body: (weight) => ({ weight }),
    weighs: true,
  },
};

/** Asks, then does. @param {any} store @param {string} name @param {Backend[]} backends */
export function startAction(store, name, backends) {
  const action = ACTIONS[name];
  const stats = /** @type {Stats} */ (store.get().stats);
  if (backends.length === 0) {
    return;
  }
  const subject = backends.length === 1 ? backends[0].id : plural(backends.length, 'backend');
  const weight = action.weighs ? weightField(backends) : null;
  const confirm = el('button', { type: 'submit', class: 'button primary', text: action.weighs ? 'Change weight' : action.label });
  const cancel = el('button', { type: 'button', class: 'button quiet', text: 'Cancel' });
  const form = el(
    'form',
    { class: 'dialog-body' },
    ...action.says(backends, stats).map((line) => el('p', { text: line })),
    weight?.node ?? null,
    ...(action.stops ? left(backends, stats) : []),
    backends.length > 1 && names(backends),
    el('p', { class: 'fine', text: 'It holds at every balancer and outlives each of them, until it is taken back.' }),
    el('div', { class: 'dialog-foot' }, cancel, confirm),
  );
  const dialog = openDialog({ title: action.title(subject), body: form, className: 'small' });
  cancel.addEventListener('click', () => dialog.close());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    dialog.close();
    store.set({ selected: new Set() });
    void carryOut(action, backends, action.body(weight ? weight.value() : null), subject);
  });
  (weight?.input ?? confirm).focus();
}

/** A few calls at a time; what failed is said by name. @param {Action} action @param {Backend[]} backends @param {object} body @param {string} subject */
async function carryOut(action, backends, body, subject) {
  const queue = [...backends];
  /** @type {string[]} */
  const failed = [];
  const worker = async () => {
    for (let backend = queue.shift(); backend; backend = queue.shift()) {
      try {
        await change('PATCH', `backends/${segment(backend.id)}`, body);
      } catch (error) {
        failed.push(`${backend.id}: ${error instanceof Error ? error.message : error}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failed.length === 0) {
    toast('done', `${action.label.replace('…', '')}: ${subject}`, 'Ordered. All balancers follow within a second.');
  } else {
    const more = failed.length > 3 ? [`and ${count(failed.length - 3)} more`] : [];
    toast('failed', `${failed.length} of ${backends.length} refused`, [...failed.slice(0, 3), ...more].join('\n'));
  }
}

/** @param {Backend[]} list */
function running(list) {
  const open = list.reduce((sum, b) => sum + b.open, 0);
  return open === 0 ? 'No session runs there now.' : `${plural(open, 'open session')} run${open === 1 ? 's' : ''} on until ${open === 1 ? 'it ends' : 'they end'}.`;
}

/** @param {Backend[]} list */
function enabling(list) {
  const down = list.filter((b) => b.health === 'down').length;
  const lines = ['They take new sessions again, as far as they are healthy and do not drain by their own word.'];
  return down > 0 ? [...lines, `${plural(down, 'backend')} of them ${down === 1 ? 'is' : 'are'} down and will serve after good probes.`] : lines;
}

/** What each service is left with. @param {Backend[]} list @param {Stats} stats */
function left(list, stats) {
  const going = new Set(list.map((b) => b.id));
  return [...new Set(list.map((b) => b.service))].map((service) => {
    const serving = stats.backends.filter((b) => b.service === service && b.eligible);
    const staying = serving.filter((b) => !going.has(b.id));
    const before = serving.reduce((sum, b) => sum + b.weight, 0);
    const after = staying.reduce((sum, b) => sum + b.weight, 0);
    if (staying.length === 0) {
      return el('p', { class: 'warning', role: 'alert' }, el('b', { text: `Service ${service} will have no backend left.` }), ' New sessions will be refused.');
    }
    const part = before > 0 ? `, ${percent(after / before)} of the weight that serves now` : '';
    return el('p', { class: 'consequence', text: `Service ${service} keeps ${count(staying.length)} of ${plural(serving.length, 'serving backend')}${part}.` });
  });
}

/** @param {Backend[]} backends */
function names(backends) {
  const shown = backends.slice(0, 50).map((b) => el('li', { text: b.id }));
  const rest = backends.length - shown.length;
  return el('ul', { class: 'names', tabindex: '0', 'aria-label': 'Those backends' }, ...shown, rest > 0 && el('li', { text: `and ${rest} more` }));
}

/** @param {Backend[]} backends */
function weightField(backends) {
  const input = el('input', { type: 'number', id: 'weight', class: 'input', min: 0, max: 256, step: 1, required: true, value: backends[0].weight });
  const back = el('input', { type: 'checkbox', id: 'weight-back' });
  back.addEventListener('change', () => (input.disabled = back.checked));
  const node = el(
    'div',
    { class: 'field' },
    el('label', { class: 'field-label', for: 'weight', text: 'Weight, 0 to 256' }),
    input,
    el('label', { class: 'tick', for: 'weight-back' }, back, ' As announced: take back what was ordered here'),
  );
  return { node, input, value: () => (back.checked ? null : Number(input.value)) };
}
