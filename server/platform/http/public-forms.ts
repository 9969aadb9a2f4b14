/**
 * Routes that pages of other sites may use, such as a form on the firm's own site: no cookie and no key counts there, so the
 * browser's rules against foreign pages have nothing to protect. They read what HTML forms send as well. Pure.
 */

import type { Route } from './route.ts';
import { matcherOf } from './route-order.ts';

type Known = Pick<Route<never>, 'path' | 'method' | 'publicForm'>;

export interface PublicForms {
  /** Methods that pages of other sites may use here; none: they may not. */
  methodsOf(path: string): string[];
}

/** Throws when one of them asks who is there: a foreign page must never act for somebody. */
export function publicFormsOf(routes: readonly (Known & Pick<Route<never>, 'permission'>)[]): PublicForms {
  const open = routes.filter(({ publicForm }) => publicForm);
  const wrong = open.find(({ permission }) => permission !== 'public');
  if (wrong) throw new Error(`route ${wrong.path} is for pages of other sites and yet not public`);
  return { methodsOf: matcherOf(open) };
}

/** For the answer to a page of another site: it may read it, without any cookie. */
export const crossOriginHeaders = (methods: readonly string[]): Record<string, string> => ({
  'access-control-allow-origin': '*',
  'access-control-allow-methods': methods.join(', '),
  'access-control-allow-headers': 'content-type, idempotency-key',
  'access-control-max-age': '86400',
  'cross-origin-resource-policy': 'cross-origin',
});
