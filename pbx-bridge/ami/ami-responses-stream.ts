/**
 * The socket as asterisk-manager sees it: what it writes goes to Asterisk, and it reads nothing but answers to actions.
 * Events never reach it (it is slow, unbounded, and an event called `Error` or `RawEvent` would trip its emitter).
 */
import { Duplex } from 'node:stream';

export class AmiResponsesStream extends Duplex {
  readonly #send: (bytes: Buffer, done: (error?: Error | null) => void) => void;

  constructor(send: (bytes: Buffer, done: (error?: Error | null) => void) => void) {
    super({ allowHalfOpen: false });
    this.#send = send;
  }

  /** asterisk-manager compares it with 'open' and 'closed', as of a net.Socket. */
  get readyState(): 'open' | 'closed' {
    return this.destroyed ? 'closed' : 'open';
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  /** Hands one answer over. `text` has LF line ends, as the decoder gives it. */
  give(text: string): void {
    if (!this.destroyed) this.push(`${sanitizeResponse(text).join('\r\n')}\r\n\r\n`);
  }

  override _read(): void {
    // Pushed by `give`; answers are few and small, so there is nothing to hold back.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#send(chunk, done);
  }
}

/**
 * Lines of an answer that are safe for asterisk-manager: an `Event:` header would be emitted under its value's name (the
 * name `rawevent` loops for ever), `Response: Follows` would switch its reader to a mode that may never end.
 */
export const sanitizeResponse = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.length > 0 && !/^\s*event\s*:/i.test(line))
    .map((line) => (/^response:.*follow/i.test(line) ? 'Response: Success' : line));

/** `ActionID` of an answer, or null. */
export const readActionId = (text: string): string | null => {
  const match = /(?:^|\n)ActionID:[ \t]*([^\n]*)/i.exec(text);
  return match === null ? null : (match[1] ?? '').trim();
};
