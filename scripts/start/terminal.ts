/** What `npm start` prints: short lines for people. The processes' own JSON logs go to files, warnings are shown. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export type Terminal = {
  /** A line for the person who started it. */
  say(line: string): void;
  /** Takes the lines of a process: all of them to its file, the serious ones shortened to the screen. */
  logOf(name: string): (line: string) => void;
  close(): void;
};

/** pino's number for `warn`. */
const WARN = 40;

/** The message of a serious JSON log line with its reason, a line that is no JSON as it is, null for the rest. */
export function worthShowing(line: string): string | null {
  if (!line.startsWith('{')) return line.trim() === '' ? null : line;
  try {
    const entry = JSON.parse(line) as { level?: number; msg?: string; because?: unknown };
    if (typeof entry.level !== 'number' || entry.level < WARN) return null;
    const message = entry.msg ?? line;
    return typeof entry.because === 'string' ? `${message}: ${entry.because}` : message;
  } catch (error) {
    if (error instanceof SyntaxError) return line;
    throw error;
  }
}

export function openTerminal(dataDir: string): Terminal {
  const folder = join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, ReturnType<typeof createWriteStream>>();
  // The terminal may be closed before we are; nobody reads then, and there is nobody to tell.
  process.stdout.on('error', () => undefined);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  return {
    say,
    logOf(name) {
      const file = createWriteStream(join(folder, `${name}.log`), { flags: 'a', mode: 0o600 });
      files.set(name, file);
      let before: string | null = null;
      return (line) => {
        file.write(`${line}\n`);
        const shown = worthShowing(line);
        // What is tried again every few seconds fails with the same words: they are for the file.
        if (shown !== null && shown !== before) say(`${name.padEnd(9)} ${shown}`);
        before = shown ?? before;
      };
    },
    close() {
      for (const file of files.values()) file.end();
    },
  };
}
