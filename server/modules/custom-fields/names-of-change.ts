/** Pure: which of the firm's own fields a change of a record is about. */
import { isDeepStrictEqual } from 'node:util';
import type { CustomValues } from '../../contract/custom-fields.contract.ts';

type WithOwn = Readonly<{ custom: CustomValues }>;

/**
 * Names of what changed, as facts and web-hooks tell them: each own field by itself as well, for what a reader may know of
 * them differs from field to field.
 * @example namesOfChange(['custom'], { custom: {} }, { custom: { budget: '5.00' } }) // ['custom', 'custom.budget']
 */
export function namesOfChange(changed: readonly string[], before: WithOwn, after: WithOwn): string[] {
  if (!changed.includes('custom')) return [...changed];
  const keys = new Set([...Object.keys(before.custom), ...Object.keys(after.custom)]);
  const differing = [...keys].filter((key) => !isDeepStrictEqual(before.custom[key], after.custom[key]));
  return [...changed, ...differing.sort().map((key) => `custom.${key}`)];
}
