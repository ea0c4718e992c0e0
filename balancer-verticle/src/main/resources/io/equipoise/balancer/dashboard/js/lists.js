// @ts-check
// What the three lists of the activity have in common.
import { el, keyed, text } from './dom.js';

const MOST = 300;

/**
 * A list that says why it is empty.
 * @template T
 * @param {{label: string, key: (item: T) => string, create: (item: T) => Element, update?: (node: any, item: T) => void}} how
 */
export function createList({ label, key, create, update }) {
  const list = el('ul', { class: 'feed', 'aria-label': label });
  const empty = el('p', { class: 'empty' });
  return {
    node: el('div', {}, list, empty),
    /** @param {T[]} items the newest first @param {string} nothing */
    draw(items, nothing) {
      keyed(list, items.slice(0, MOST), key, create, update);
      empty.hidden = items.length > 0 || nothing === '';
      list.hidden = items.length === 0;
      text(empty, nothing);
    },
  };
}

/** What stands where a list was not read yet; nothing where it is said already that it cannot be. @param {import('./types.js').State} state */
export function unreadText({ tab, unread, connection }) {
  if (unread?.tab === tab) {
    return '';
  }
  return connection.phase === 'live' ? `Reading the ${tab}.` : 'Waiting for the balancer.';
}

/** Whether all words are somewhere in the text. @param {string} words @param {(string | number | undefined)[]} parts */
export function found(words, parts) {
  const all = parts.join(' ').toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}
