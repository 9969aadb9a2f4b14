/** Which route a path means when several fit: fixed words before parameters. Pure. */
import type { Route } from './route.ts';

/** `/api/calls/{id}` for Hono: `/api/calls/:id`. */
export const pathPattern = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const sortKey = (path: string): string =>
  path
    .split('/')
    .map((part) => (part.startsWith('{') ? '~' : part))
    .join('/');

/** Sorted so that `/api/contacts/lookup` stands before `/api/contacts/{id}`. */
export const inMatchingOrder = <R extends Pick<Route<never>, 'path'>>(routes: readonly R[]): R[] =>
  [...routes].sort((a, b) => (sortKey(a.path) < sortKey(b.path) ? -1 : 1));

/** The methods a path has, for 405. */
export function matcherOf(routes: readonly Pick<Route<never>, 'path' | 'method'>[]): (path: string) => string[] {
  const patterns = routes.map(({ path, method }) => ({
    method: method.toUpperCase(),
    pattern: new RegExp(
      `^${path
        .split(/\{\w+\}/)
        .map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'))
        .join('[^/]+')}$`,
    ),
  }));
  return (path) => [
    ...new Set(
      patterns.flatMap(({ method, pattern }) =>
        pattern.test(path) ? (method === 'GET' ? ['GET', 'HEAD'] : [method]) : [],
      ),
    ),
  ];
}
