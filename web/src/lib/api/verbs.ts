/** What every route of the console's API is written with. */
import type { z } from 'zod';
import type { Query, Request } from './request.ts';

/** What may be sent, and what comes back. */
export type In<S extends z.ZodType> = z.input<S>;
export type Out<S extends z.ZodType> = z.output<S>;
export type Items<T> = { items: T[] };
export const id = encodeURIComponent;

export const verbsOf = (request: Request) => ({
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>('GET', path, { query, signal }),
  post: <T>(path: string, body?: unknown, requestKey?: string) => request<T>('POST', path, { body, requestKey }),
  patch: <T>(path: string, body: unknown) => request<T>('PATCH', path, { body }),
  put: <T>(path: string, body: unknown) => request<T>('PUT', path, { body }),
  remove: (path: string, query?: Query) => request<void>('DELETE', path, { query }),
});
