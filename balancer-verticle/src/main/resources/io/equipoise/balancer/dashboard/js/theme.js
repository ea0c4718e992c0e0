// @ts-check
// Light, dark, or as the system has it.
import { attr, byId, el } from './dom.js';

const KEY = 'equipoise.theme';
const CHOICES = { system: ['As the system', '◐'], light: ['Light', '☀'], dark: ['Dark', '☾'] };

export function createTheme() {
  const host = byId('theme');
  const root = document.documentElement;
  const buttons = Object.entries(CHOICES).map(([name, [label, glyph]]) =>
    el('button', { type: 'button', class: 'segment', 'data-choice': name, 'aria-label': label, title: label, text: glyph, onclick: () => choose(name) }),
  );
  host.append(el('div', { class: 'segments', role: 'group', 'aria-label': 'Colours' }, ...buttons));

  function draw() {
    const now = root.dataset.theme ?? 'system';
    buttons.forEach((button) => attr(button, 'aria-pressed', String(button.dataset.choice === now)));
  }

  /** @param {string} name */
  function choose(name) {
    attr(root, 'data-theme', name === 'system' ? null : name);
    try {
      localStorage.setItem(KEY, name);
    } catch {
      // Storage is forbidden: the choice lasts as long as the page.
    }
    draw();
  }

  draw();
}
