/** Structured logs (JSON lines). Secrets never get in: nothing here is ever given the whole configuration. */
import { pino } from 'pino';
import type { Clock } from './clock.ts';

export interface Logger {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** The server's words: one LOG_LEVEL is given to both. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export const createLogger = (level: LogLevel, bindings: Record<string, string>): Logger =>
  pino({ level, base: bindings, timestamp: pino.stdTimeFunctions.isoTime });

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * A log that repeats itself at most once per `everyMs` and key, and then says how many it held back: a flood of broken
 * events must not fill the disk that the journal needs.
 */
export class RateLimitedLog {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #keys = new Map<string, { lastAt: number; heldBack: number }>();

  constructor(logger: Logger, clock: Clock, everyMs = 10_000) {
    this.#logger = logger;
    this.#clock = clock;
    this.#everyMs = everyMs;
  }

  warn(key: string, data: object, message: string): void {
    const now = this.#clock.now();
    const known = this.#keys.get(key);
    if (known !== undefined && now - known.lastAt < this.#everyMs) {
      known.heldBack++;
      return;
    }
    // Keys can carry an event name from the wire: a bound keeps a hostile peer from growing the map.
    if (known === undefined && this.#keys.size >= 500) this.#keys.clear();
    this.#keys.set(key, { lastAt: now, heldBack: 0 });
    this.#logger.warn({ ...data, heldBack: known?.heldBack ?? 0 }, message);
  }
}

/** What of an unknown thrown value belongs into a log entry. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
