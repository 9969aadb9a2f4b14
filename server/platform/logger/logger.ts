/**
 * Structured logs. Telephone numbers are masked wherever they stand (`+7912***4567`), secrets are removed, and an
 * error that repeats is written once per minute and key with a count, so that a broken database cannot fill the disk.
 */
import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino';
import type { Clock } from '../clock/clock.ts';
import { maskDeep, maskNumbers } from './mask.ts';

export type Logger = Pick<PinoLogger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'child'>;

export interface LoggerOptions {
  level?: string;
  destination?: DestinationStream;
  name?: string;
  /** For programs whose standard output is their answer. */
  toErrorStream?: boolean;
}

/** The logger of a process. Write objects first, sentence second: `logger.info({ callId }, 'call stored')`. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const { level = 'info', destination, name = 'trunkline', toErrorStream = false } = options;
  return pino(
    {
      level,
      name,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: (fields) => maskDeep(fields) as Record<string, unknown> },
      hooks: {
        logMethod(args, method) {
          const masked = args.map((arg) => (typeof arg === 'string' ? maskNumbers(arg) : arg));
          method.apply(this, masked as typeof args);
        },
      },
    },
    destination ?? pino.destination({ dest: toErrorStream ? 2 : 1, sync: true }),
  );
}

/** Says nothing: for tests. */
export const silentLogger: Logger = pino({ level: 'silent' });

export interface RepeatedErrors {
  /** Logs `error` under `key`, at most once per `everyMs`; later says how many were left out. */
  report(key: string, error: unknown, sentence: string, fields?: Record<string, unknown>): void;
}

export function createRepeatedErrors(logger: Logger, clock: Pick<Clock, 'now'>, everyMs = 60_000): RepeatedErrors {
  const seen = new Map<string, { since: number; leftOut: number }>();
  return {
    report(key, error, sentence, fields = {}) {
      const now = clock.now().getTime();
      const known = seen.get(key);
      if (known && now - known.since < everyMs) {
        known.leftOut += 1;
        return;
      }
      logger.error({ ...fields, err: error, key, leftOut: known?.leftOut ?? 0 }, sentence);
      if (seen.size > 1_000) seen.clear();
      seen.set(key, { since: now, leftOut: 0 });
    },
  };
}
