/** The one place where an error becomes an HTTP answer. */
import { sqlState } from '../database/database-errors.ts';
import { DomainError, type DomainErrorParts } from '../errors/domain-error.ts';

export interface ErrorBody {
  error: { code: string; message: string; fields?: Record<string, string> };
}

/** Values that have the right form but that PostgreSQL cannot hold: a number, a date, a text out of range. */
const valueStates = new Set(['22P02', '22003', '22021', '22P05', '22007', '22008', '22001']);

export interface ErrorAnswer {
  status: DomainErrorParts['status'] | 500;
  body: ErrorBody;
  headers: Record<string, string>;
  /** True when it is a fault of ours and has to be logged as one. */
  isBug: boolean;
}

/** Pure: a refusal as it was said, anything else as 500 without details. */
export function answerOf(error: unknown): ErrorAnswer {
  if (error instanceof DomainError) {
    const { code, message, fields, status, retryAfterSeconds } = error;
    return {
      status,
      body: { error: { code, message, ...(fields ? { fields } : {}) } },
      headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) },
      isBug: false,
    };
  }
  if (valueStates.has(sqlState(error))) {
    const body = { error: { code: 'request.invalid_value', message: 'A value of the request is out of range.' } };
    return { status: 422, body, headers: {}, isBug: true };
  }
  const body = { error: { code: 'internal.error', message: 'Something went wrong on our side. It has been logged.' } };
  return { status: 500, body, headers: {}, isBug: true };
}
