/**
 * Which commands were begun and how they ended, on disk: a server that lost the answer sends the command again, and dialling
 * somebody twice is worse than any error message.
 */
import fs from 'node:fs';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { type CommandResult, commandResultSchema } from '../contract/pbx-commands.ts';
import { errorText, type Logger } from '../logger.ts';

const entrySchema = z.object({ commandId: z.string(), at: z.number(), result: commandResultSchema.nullable() });
type Entry = z.infer<typeof entrySchema>;

/** Longer than any server waits for a command. */
const keepMs = 24 * 3600 * 1000;
const keepMost = 5_000;

const interrupted: CommandResult = {
  ok: false,
  code: 'pbx.timed-out',
  message: 'The bridge was restarted while this was under way; whether Asterisk did it is not known.',
};

export class CommandBook {
  readonly #file: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #entries = new Map<string, Entry>();
  readonly #running = new Map<string, Promise<CommandResult>>();

  constructor(file: string, clock: Clock, logger: Logger) {
    this.#file = file;
    this.#clock = clock;
    this.#logger = logger;
    for (const entry of readEntries(file)) {
      if (clock.now() - entry.at < keepMs) this.#entries.set(entry.commandId, entry);
    }
    this.#rewrite();
  }

  /** The result of the command: the first one it had, else that of `work`, which is begun once. Never rejects if `work` does not. */
  once(commandId: string, work: () => Promise<CommandResult>): Promise<CommandResult> {
    const running = this.#running.get(commandId);
    if (running !== undefined) return running;
    const known = this.#entries.get(commandId);
    if (known !== undefined) return Promise.resolve(known.result ?? interrupted);
    this.#note({ commandId, at: this.#clock.now(), result: null });
    const result = work().then((outcome) => {
      this.#note({ commandId, at: this.#clock.now(), result: outcome });
      this.#running.delete(commandId);
      return outcome;
    });
    this.#running.set(commandId, result);
    return result;
  }

  #note(entry: Entry): void {
    this.#entries.delete(entry.commandId);
    this.#entries.set(entry.commandId, entry);
    try {
      if (this.#entries.size > keepMost) {
        for (const oldest of [...this.#entries.keys()].slice(0, keepMost / 2)) this.#entries.delete(oldest);
        this.#rewrite();
      } else fs.appendFileSync(this.#file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch (error) {
      // The command is carried out all the same; only a restart right now could do it twice.
      this.#logger.error({ error: errorText(error) }, 'a command could not be written down');
    }
  }

  #rewrite(): void {
    const lines = [...this.#entries.values()].map((entry) => `${JSON.stringify(entry)}\n`).join('');
    fs.writeFileSync(`${this.#file}.new`, lines, { mode: 0o600 });
    fs.renameSync(`${this.#file}.new`, this.#file);
  }
}

function* readEntries(file: string): Generator<Entry> {
  if (!fs.existsSync(file)) return;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    const entry = readEntry(line);
    if (entry !== null) yield entry;
  }
}

/** A line that was torn by a crash is none. */
const readEntry = (line: string): Entry | null => {
  try {
    const parsed = entrySchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};
