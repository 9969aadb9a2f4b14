/** Pure: which results the desk offers for a call, grouped, and the key of each. */
import type { Disposition } from '$contract/calls.contract.ts';
import type { ResultGroup } from '$contract/result-choice.ts';

type Group = ResultGroup<Disposition>;

/** Of these groups the results that are named; a main result that is named means all of its parts. Null: every one. */
export function allowedGroups(groups: readonly Group[], named: ReadonlySet<string> | null): Group[] {
  if (named === null) return [...groups];
  return groups
    .map(({ main, results }) => ({
      main,
      results: results.filter(({ id }) => named.has(id) || (main !== null && named.has(main.id))),
    }))
    .filter(({ results }) => results.length > 0);
}

/** Its own key, else that of its main result and its place under it: `5 2` is 5, then 2. Null: only by a press or Tab. */
export function resultKeys(groups: readonly Group[]): Map<string, string | null> {
  const keysOf = ({ main, results }: Group) =>
    results.map(({ id, hotkey }, index): [string, string | null] => {
      if (hotkey !== null) return [id, String(hotkey)];
      return [id, main?.hotkey && index < 9 ? `${main.hotkey} ${index + 1}` : null];
    });
  return new Map(groups.flatMap(keysOf));
}
