/**
 * When the link to Asterisk was last known to work, on disk: after a kill the calls that ended meanwhile are given this
 * moment as their end, not the one of the last event, which can be minutes older.
 */
import fs from 'node:fs';
import path from 'node:path';

export class LinkHeartbeat {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = path.join(folder, 'link-alive');
  }

  /** Milliseconds since the epoch, or null when it never worked. */
  read(): number | null {
    const stat = fs.statSync(this.#file, { throwIfNoEntry: false });
    return stat === undefined ? null : Math.round(stat.mtimeMs);
  }

  /** Says that the link works now. Failing is no harm: an older moment is then used. */
  beat(now: number): void {
    const seconds = now / 1000;
    try {
      fs.utimesSync(this.#file, seconds, seconds);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return;
      fs.closeSync(fs.openSync(this.#file, 'w', 0o600));
      fs.utimesSync(this.#file, seconds, seconds);
    }
  }
}
