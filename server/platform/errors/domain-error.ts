/**
 * A refusal that people are told about. Thrown by usecases, rendered by one HTTP middleware as
 * `{ error: { code, message, fields? } }`. Anything else that is thrown is a bug and becomes a 500 without details.
 */
export interface DomainErrorParts {
  /** `<module>.<reason>`, for example `missed_calls.already_closed`. Permanent: the console translates by it. */
  code: string;
  /** HTTP status. */
  status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 502 | 503;
  /** Safe to show to the caller. */
  message: string;
  /** One sentence per wrong field, keyed by its path (`phones.0.raw`). */
  fields?: Record<string, string>;
  /** Seconds until trying again makes sense; becomes the `Retry-After` header. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

export class DomainError extends Error {
  readonly code: string;
  readonly status: DomainErrorParts['status'];
  readonly fields: Record<string, string> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(parts: DomainErrorParts) {
    super(parts.message, { cause: parts.cause });
    this.name = 'DomainError';
    this.code = parts.code;
    this.status = parts.status;
    this.fields = parts.fields;
    this.retryAfterSeconds = parts.retryAfterSeconds;
  }
}

export const notFound = (code: string, message: string) => new DomainError({ code, status: 404, message });
export const conflict = (code: string, message: string) => new DomainError({ code, status: 409, message });
export const forbidden = (code: string, message: string) => new DomainError({ code, status: 403, message });
export const invalid = (code: string, message: string, fields?: Record<string, string>) =>
  new DomainError({ code, status: 422, message, fields });

/** Ends a `switch` over a union: a new member that is not handled does not compile. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
