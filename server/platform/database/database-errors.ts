/** What can go wrong at the border to PostgreSQL, told apart by code and never by text of the server. */
import { DomainError } from '../errors/domain-error.ts';

/** The database cannot be reached (down, restarting, refusing). Rendered as 503; the work may be tried again. */
export class DatabaseUnavailable extends DomainError {
  constructor(cause: unknown) {
    super({
      code: 'database.unavailable',
      status: 503,
      message: 'The database cannot be reached at the moment.',
      retryAfterSeconds: 1,
      cause,
    });
    this.name = 'DatabaseUnavailable';
  }
}

const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** Sentences of pg for which it gives no code. */
const driverSentences =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after|Query read timeout|timeout expired)/;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** True when the connection, not the statement, failed. */
export function isConnectionError(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  const code = codeOf(error);
  if (socketCodes.has(code) || /^08/.test(code) || /^57P0[1-5]$/.test(code) || code === '53300') return true;
  return code === '' && error instanceof Error && driverSentences.test(error.message);
}

/** SQLSTATE of a statement that failed, `''` when it is something else. */
export const sqlState = (error: unknown): string => (/^[0-9A-Z]{5}$/.test(codeOf(error)) ? codeOf(error) : '');
/** A unique constraint said no; `constraint` narrows it down. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  sqlState(error) === '23505' &&
  (constraint === undefined || (error as { constraint?: string }).constraint === constraint);
/** Refused because an earlier statement of the same transaction had failed. */
export const isAftermath = (error: unknown): boolean => sqlState(error) === '25P02';
/** A migration of a newer server changed a table under a statement that this connection had prepared. */
export const isStalePlan = (error: unknown): boolean =>
  sqlState(error) === '0A000' && (error as { routine?: string }).routine === 'RevalidateCachedQuery';
/** Two transactions stood in each other's way, or a plan was stale: the same work done again will pass. */
export const isRepeatable = (error: unknown): boolean =>
  ['40001', '40P01'].includes(sqlState(error)) || isStalePlan(error);

/** The error as callers see it: typed when the database is away, else as it was. */
export const typedError = (error: unknown): unknown =>
  isConnectionError(error) && !(error instanceof DatabaseUnavailable) ? new DatabaseUnavailable(error) : error;
