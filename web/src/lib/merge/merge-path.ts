import type { MergeKind } from '$lib/api/api.ts';

/** Where records are merged. @example mergePath('organisation', ['a', 'b']) // '/people/merge?ids=a,b&kind=organisation' */
export const mergePath = (kind: MergeKind, ids: readonly string[]): string =>
  `/people/merge?ids=${ids.map(encodeURIComponent).join(',')}${kind === 'organisation' ? '&kind=organisation' : ''}`;
