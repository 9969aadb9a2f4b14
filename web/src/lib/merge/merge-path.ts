import type { MergeKind } from '$lib/api/api.ts';

const kindPart = (kind: MergeKind): string => (kind === 'organisation' ? '&kind=organisation' : '');

/** Where records are merged. @example mergePath('organisation', ['a', 'b']) // '/people/merge?ids=a,b&kind=organisation' */
export const mergePath = (kind: MergeKind, ids: readonly string[]): string =>
  `/people/merge?ids=${ids.map(encodeURIComponent).join(',')}${kindPart(kind)}`;

/** The same, leading back to the list of those that are likely the same. */
export const mergePairPath = (kind: MergeKind, ids: readonly string[]): string =>
  `${mergePath(kind, ids)}&from=duplicates`;

/** The list of those that are likely the same. */
export const duplicatesPath = (kind: MergeKind): string =>
  kind === 'organisation' ? '/people/duplicates?kind=organisation' : '/people/duplicates';
