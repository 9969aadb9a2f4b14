/** Pure: which results can be given, in which order, and to which calls; the same for the desk, the log and the server. */

export interface ResultChoice {
  id: string;
  active: boolean;
  /** The result that this one is a part of; null: a main one. */
  mainResultId: string | null;
  position: number;
}

export interface ResultGroup<Result> {
  /** Its sub-results stand under it, and one of them is chosen instead; null: results that stand for themselves. */
  main: Result | null;
  results: Result[];
}

/**
 * Results in the order in which they are offered. A main result with sub-results in use is a heading and cannot be given
 * itself; one that is switched off takes its sub-results with it.
 */
export function groupResults<Result extends ResultChoice>(all: readonly Result[]): ResultGroup<Result>[] {
  const inUse = all.filter(({ active }) => active).sort((a, b) => a.position - b.position);
  const groups: ResultGroup<Result>[] = [];
  for (const main of inUse.filter(({ mainResultId }) => mainResultId === null)) {
    const subs = inUse.filter(({ mainResultId }) => mainResultId === main.id);
    const last = groups.at(-1);
    if (subs.length > 0) groups.push({ main, results: subs });
    else if (last?.main === null) last.results.push(main);
    else groups.push({ main: null, results: [main] });
  }
  return groups;
}

export const choosableResults = <Result extends ResultChoice>(all: readonly Result[]): Result[] =>
  groupResults(all).flatMap(({ results }) => results);

/** Bounds of the talk time, both included; null: none. */
export interface TalkBounds {
  minSeconds: number | null;
  maxSeconds: number | null;
}

/** Why a result cannot be given to a call with so much talk; null: it can. Begun seconds do not count. */
export function outOfTime(
  { minSeconds, maxSeconds }: TalkBounds,
  talkSeconds: number,
): 'too-short' | 'too-long' | null {
  const talked = Math.floor(talkSeconds);
  if (minSeconds !== null && talked < minSeconds) return 'too-short';
  return maxSeconds !== null && talked > maxSeconds ? 'too-long' : null;
}

/** Talk of a call; of one that goes on, until now. */
export function talkUntilNow(
  call: { state: string; answeredAt: string | null; talkSeconds: number },
  nowMs: number,
): number {
  if (call.state === 'ended' || call.answeredAt === null) return call.talkSeconds;
  return Math.max(call.talkSeconds, (nowMs - Date.parse(call.answeredAt)) / 1000);
}
