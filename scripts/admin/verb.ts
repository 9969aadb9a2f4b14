/** What a verb of `npm run trunkline -- <verb>` is, and what it is given. */
import type { ParseArgsConfig } from 'node:util';
import type { Platform } from '../../server/platform/platform.ts';

export interface VerbContext {
  /** Machinery on the database of this configuration, whether Trunkline is running or not. */
  platform: Platform;
  /** Address of that database. */
  databaseUrl: string;
  /** Values of the options, and what stood between them. */
  options: Record<string, string | boolean | undefined>;
  args: readonly string[];
  /** A line for the person at the terminal. */
  print(line: string): void;
  /** Ends with this exit code although nothing was thrown: for verbs that compare or check. */
  exitWith(code: number): void;
}

export interface Verb {
  /** One or two words: `user create`. */
  name: string;
  /** What stands behind the name: `--email E --name N --role R`. */
  usage: string;
  summary: string;
  options?: NonNullable<ParseArgsConfig['options']>;
  /** False for what brings the database about itself (`restore`). Default: every migration is applied first. */
  needsMigrated?: boolean;
  /** Throws `UsageError` (exit code 2) or anything with a clear message (1). */
  run(context: VerbContext): Promise<void>;
}

/** The verb was given wrong words: its usage is printed. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** The text of an option that must be there. */
export function needed(options: VerbContext['options'], name: string): string {
  const value = options[name];
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${name} is missing`);
  return value;
}
