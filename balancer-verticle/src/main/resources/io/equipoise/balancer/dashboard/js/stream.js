// @ts-check
// A server-sent stream that comes back by itself. Read with fetch, because EventSource cannot send a token.
import { call } from './api.js';
import { Locked } from './session.js';
import { createParser } from './sse.js';

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;

/**
 * @typedef {object} Reader
 * @property {(data: any, id: string) => void} onEvent
 * @property {() => Promise<void> | void} [onOpen] before each attempt; a failure is one of the attempt
 * @property {() => void} [onLive] when the stream is open
 * @property {(wait: number, error: unknown) => void} [onLost] with the milliseconds until the next attempt
 * @property {() => void} [onLocked]
 * @property {() => string | undefined} [lastId] what to go on from
 * @property {number} [silence] milliseconds without a byte after which the stream counts as lost
 */

/**
 * Reads until closed.
 * @param {string} path under api/v1
 * @param {Reader} reader
 */
export function openStream(path, reader) {
  let attempts = 0;
  let closed = false;
  let attempt = new AbortController();
  let wake = () => {};

  async function once() {
    attempt = new AbortController();
    await reader.onOpen?.();
    const id = reader.lastId?.();
    const headers = { Accept: 'text/event-stream', ...(id === undefined ? {} : { 'Last-Event-ID': id }) };
    const response = await call(path, { headers, signal: attempt.signal });
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
      throw new Error('the answer is not a stream');
    }
    reader.onLive?.();
    await consume(response.body);
    throw new Error('the stream has ended');
  }

  /** @param {ReadableStream<Uint8Array>} body */
  async function consume(body) {
    const parser = createParser((event) => {
      attempts = 0;
      reader.onEvent(JSON.parse(event.data), event.id);
    });
    const pieces = body.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader();
    for (;;) {
      const patience = reader.silence
        ? setTimeout(() => attempt.abort(new Error('the stream is silent')), reader.silence)
        : undefined;
      const { done, value } = await pieces.read().finally(() => clearTimeout(patience));
      if (done) {
        return;
      }
      parser.push(value);
    }
  }

  async function run() {
    while (!closed) {
      try {
        await once();
      } catch (error) {
        attempt.abort();
        if (closed) {
          return;
        }
        if (error instanceof Locked) {
          reader.onLocked?.();
          await new Promise((resolve) => (wake = () => resolve(undefined)));
        } else {
          await pause(error);
        }
      }
    }
  }

  /** Doubles from half a second to eight, each with a fifth of chance, so that many pages do not come at once. @param {unknown} error */
  function pause(error) {
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempts++) * (0.8 + 0.4 * Math.random());
    reader.onLost?.(wait, error);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      wake = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
  }

  void run();
  return {
    close() {
      closed = true;
      attempt.abort();
      wake();
    },
    /** Tries at once instead of when the pause is over. */
    retry() {
      wake();
    },
  };
}
