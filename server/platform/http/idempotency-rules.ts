/** What an idempotency key means for a request: its form, its fingerprint, and what to do when it is known. Pure. */
import { createHash } from 'node:crypto';
import { conflict, DomainError, invalid } from '../errors/domain-error.ts';

export const idempotencyHeader = 'idempotency-key';
/** In an answer that was given before and is given again. */
export const replayedHeader = 'idempotency-replayed';
/** A key is known this long; afterwards it may be used for something else. */
export const keptHours = 24;
/** Without a sign of life for so long, the server of a running request is taken to be gone. */
export const leaseMs = 90_000;
/** Longer answers are not kept. */
export const maxKeptAnswer = 1024 * 1024;

const changing = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);

/** The key of a request, or null when it brings none or changes nothing. Throws 422 when it cannot be one. */
export function idempotencyKeyOf(method: string, headers: Headers): string | null {
  const key = headers.get(idempotencyHeader);
  if (key === null || !changing.has(method)) return null;
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw invalid('request.invalid_idempotency_key', 'Idempotency-Key must be 1 to 200 visible ASCII characters.', {
    'Idempotency-Key': 'must be 1 to 200 visible ASCII characters, such as a UUID',
  });
}

/** Equal for requests that ask for the same. `body`: as it was checked, so that spaces and order of keys do not matter. */
export function fingerprintOf(method: string, address: string, body: unknown): string {
  return createHash('sha256')
    .update(`${method}\n${address}\n${JSON.stringify(body ?? null)}`)
    .digest('base64url');
}

export interface KnownRequest {
  requestHash: string;
  state: 'running' | 'worked' | 'answered';
  status: number | null;
  contentType: string | null;
  body: string | null;
  leaseUntil: Date;
}

export type StoredAnswer = { status: number; contentType: string | null; body: string | null };

/** The stored answer, or a refusal in words. A running request whose lease is over never comes here: it is taken over. */
export function answerToRepetition(known: KnownRequest, requestHash: string, now: Date): StoredAnswer {
  if (known.requestHash !== requestHash) {
    throw invalid(
      'request.idempotency_key_reused',
      `This Idempotency-Key was used for another request within ${keptHours} hours. Use a new key for a new request.`,
      { 'Idempotency-Key': 'was used for another request' },
    );
  }
  if (known.state === 'answered') {
    if (known.status !== null && (known.body !== null || known.contentType === null))
      return { status: known.status, contentType: known.contentType, body: known.body };
    throw conflict(
      'request.answer_not_kept',
      'This request was carried out before. Its answer was not kept, because it held a secret or was too large.',
    );
  }
  if (known.leaseUntil <= now) {
    throw conflict(
      'request.answer_lost',
      'This request was carried out, but the server ended before it could answer. Nothing is done again: read the record.',
    );
  }
  throw new DomainError({
    code: 'request.in_progress',
    status: 409,
    message: 'The first request with this Idempotency-Key is still being carried out. Ask again in a moment.',
    retryAfterSeconds: 1,
  });
}
