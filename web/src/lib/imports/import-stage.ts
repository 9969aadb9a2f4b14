/** Pure: what a page of an import shows at each stage. */
import type { Import, ImportCounts, ImportState } from '$contract/imports.contract.ts';

const working: readonly ImportState[] = ['waiting', 'reading', 'matching', 'writing', 'undoing'];

/** True while the server does something with it. */
export const isWorking = ({ state }: Pick<Import, 'state'>): boolean => working.includes(state);

/** True when something of it is, or was, in the base. */
export const hasWritten = ({ counts }: Pick<Import, 'counts'>): boolean =>
  counts.created + counts.updated + counts.organisationsCreated > 0;

type Situation = Pick<Import, 'state' | 'stoppedIn' | 'counts'>;

/** True when columns, format and rules may still be changed: nothing was written and nothing runs. */
export function isEditable(one: Situation): boolean {
  if (hasWritten(one)) return false;
  if (one.state === 'ready' || one.state === 'checked') return true;
  return (one.state === 'paused' || one.state === 'failed') && one.stoppedIn !== 'undoing';
}

/** True while setting it up is what the page is for; afterwards it is history. */
export const isSetUp = (one: Situation): boolean =>
  isEditable(one) || (!hasWritten(one) && ['waiting', 'reading', 'matching'].includes(one.state));

/** True when it came to an end, whichever. */
export const hasEnded = ({ state }: Pick<Import, 'state'>): boolean =>
  state === 'done' || state === 'cancelled' || state === 'undone';

export const kinds = ['create', 'update', 'skip', 'clash', 'problem'] as const;
export type Kind = (typeof kinds)[number];

/** How many rows a dry run found of each kind; null: it was not counted. */
export function foundOf({ state, counts }: Pick<Import, 'state' | 'counts'>): Record<Kind, number> | null {
  const found = {
    create: counts.create,
    update: counts.update,
    skip: counts.skip,
    clash: counts.clash,
    problem: counts.problems,
  };
  const isKnown = state === 'checked' || kinds.some((kind) => found[kind] > 0);
  return isKnown && state !== 'reading' && state !== 'matching' ? found : null;
}

const resultParts = [
  'created',
  'updated',
  'organisationsCreated',
  'restored',
  'kept',
  'skip',
  'clash',
  'problems',
] as const;
export type ResultPart = (typeof resultParts)[number];

/** What came of it: the parts that are not nothing, in the order in which they are told. */
export const resultOf = (counts: ImportCounts): { part: ResultPart; count: number }[] =>
  resultParts.map((part) => ({ part, count: counts[part] })).filter(({ count }) => count > 0);
