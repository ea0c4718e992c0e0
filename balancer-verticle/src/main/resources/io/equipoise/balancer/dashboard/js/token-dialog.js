// @ts-check
// Asks for the token. It stays open until the API has taken the token, and says so when it does not.
import { el } from './dom.js';
import { openDialog } from './dialog.js';

/**
 * @param {boolean} wrong whether the one at hand was refused
 * @returns {Promise<string>} fails when the reader gives none
 */
export function askForToken(wrong) {
  return new Promise((resolve, reject) => {
    const refusal = el('p', { class: 'form-error', role: 'alert', id: 'token-refusal' });
    const input = el('input', {
      type: 'password',
      id: 'token',
      class: 'input wide',
      autocomplete: 'current-password',
      spellcheck: 'false',
      required: true,
      'aria-describedby': 'token-refusal',
    });
    const submit = el('button', { type: 'submit', class: 'button primary', text: 'Unlock' });
    const form = el(
      'form',
      { class: 'dialog-body' },
      el('p', { text: 'This balancer wants a token. It is kept in this tab only and forgotten when the tab is closed.' }),
      el('label', { class: 'field-label', for: 'token', text: 'Token' }),
      input,
      refusal,
      el('div', { class: 'dialog-foot' }, submit),
    );
    const refuse = () => {
      refusal.textContent = 'That token was refused. Is it the one in admin.token of the balancer?';
      input.setAttribute('aria-invalid', 'true');
      input.select();
      input.focus();
    };
    let given = /** @type {string | null} */ (null);
    const dialog = openDialog({
      title: 'Token',
      className: 'small',
      body: form,
      onClose: () => (given === null ? reject(new Error('closed')) : resolve(given)),
    });
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      submit.disabled = true;
      const answer = await tried(input.value.trim());
      submit.disabled = false;
      if (answer === 'refused') {
        refuse();
      } else if (answer === 'unreachable') {
        refusal.textContent = 'The balancer does not answer. Try again in a moment.';
      } else {
        given = input.value.trim();
        dialog.close();
      }
    });
    input.focus();
    if (wrong) {
      refuse();
    }
  });
}

/** @param {string} token @returns {Promise<'taken' | 'refused' | 'unreachable'>} */
async function tried(token) {
  try {
    const response = await fetch('api/v1/listeners', { headers: { Authorization: `Bearer ${token}` }, cache: 'no-store' });
    await response.body?.cancel();
    return response.status === 401 ? 'refused' : 'taken';
  } catch (error) {
    // A token that no header can carry is no token; all else is the network.
    return /[^\x21-\x7e]/.test(token) ? 'refused' : 'unreachable';
  }
}
