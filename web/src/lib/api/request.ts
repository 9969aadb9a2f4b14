import type { ApiError } from '$contract/common.contract.ts';
import { ApiFailure } from './api-failure.ts';

export type Query = Record<string, string | number | boolean | null | undefined>;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export interface RequestOptions {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  /** The same request sent again under the same key is carried out once. */
  requestKey?: string;
}
export type Request = <T>(method: Method, path: string, options?: RequestOptions) => Promise<T>;

const TIMEOUT_MS = 15_000;

/** `?a=1&b=2`, leaving out what is null, undefined or empty. */
export function queryString(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const text = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

function isApiError(body: unknown): body is ApiError {
  return typeof (body as ApiError | null)?.error?.code === 'string';
}

async function readFailure(response: Response): Promise<ApiFailure> {
  const body: unknown = await response.json().catch(() => null);
  if (isApiError(body)) {
    return new ApiFailure(body.error.code, response.status, body.error.message, body.error.fields);
  }
  return new ApiFailure(`http.${response.status}`, response.status, response.statusText);
}

const headersOf = ({ body, requestKey }: RequestOptions): Record<string, string> => ({
  ...(body === undefined ? { accept: 'application/json' } : { 'content-type': 'application/json' }),
  ...(requestKey !== undefined && { 'idempotency-key': requestKey }),
});

/**
 * Makes the one function every call of the API goes through: JSON in and out, cookie along, a time-out of 15 s, and any
 * refusal as an `ApiFailure`. `onSignedOut` hears every 401 that is not the answer to signing in.
 */
export function createRequest(fetchLike: typeof fetch, onSignedOut: () => void = () => undefined): Request {
  return async <T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> => {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    let response: Response;
    try {
      response = await fetchLike(`/api/${path}${queryString(options.query)}`, {
        method,
        credentials: 'same-origin',
        headers: headersOf(options),
        body: options.body === undefined ? undefined : JSON.stringify(options.body),
        signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
      });
    } catch (cause) {
      if (options.signal?.aborted) throw cause;
      throw new ApiFailure(timeout.aborted ? 'network.timeout' : 'network.unreachable', 0, String(cause));
    }
    if (!response.ok) {
      const failure = await readFailure(response);
      if (response.status === 401 && path !== 'session') onSignedOut();
      throw failure;
    }
    return (response.status === 204 ? undefined : await response.json()) as T;
  };
}
