// @ts-check
// The text of a server-sent stream, taken apart as its specification says (HTML, 9.2.6).

/** @typedef {{id: string, event: string, data: string}} StreamEvent */

/**
 * Takes the text piece by piece and hands over each event that is complete. Comments are only a sign of life.
 * @param {(event: StreamEvent) => void} onEvent
 */
export function createParser(onEvent) {
  /** Pieces of a line whose end has not come: a long line is put together once, not with each piece. @type {string[]} */
  let parts = [];
  let id = '';
  let event = '';
  /** @type {string[]} */
  let data = [];

  /** @param {string} line */
  function take(line) {
    if (line === '') {
      if (data.length > 0) {
        onEvent({ id, event: event || 'message', data: data.join('\n') });
      }
      event = '';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      data.push(value);
    } else if (field === 'event') {
      event = value;
    } else if (field === 'id' && !value.includes('\0')) {
      id = value;
    }
  }

  return {
    /** @param {string} piece */
    push(piece) {
      if (parts.at(-1)?.endsWith('\r')) {
        piece = '\r' + piece;
        parts.push(/** @type {string} */ (parts.pop()).slice(0, -1));
      }
      // A lone CR at the end may be half of a CRLF: it waits for the next piece.
      const held = piece.endsWith('\r') ? '\r' : '';
      const lines = (held ? piece.slice(0, -1) : piece).split(/\r\n|\n|\r/);
      const rest = lines.pop() + held;
      if (lines.length > 0) {
        lines[0] = parts.join('') + lines[0];
        parts = [];
        lines.forEach(take);
      }
      parts.push(rest);
    },
  };
}
