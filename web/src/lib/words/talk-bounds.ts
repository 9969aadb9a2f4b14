import type { TalkBounds } from '$contract/result-choice.ts';
import { m } from '$lib/paraglide/messages.js';

/** How much talk a result takes; empty: any. */
export function talkBoundsWords({ minSeconds, maxSeconds }: TalkBounds): string {
  if (minSeconds !== null && maxSeconds !== null) return m.results_between({ min: minSeconds, max: maxSeconds });
  if (minSeconds !== null) return m.results_at_least({ seconds: minSeconds });
  return maxSeconds === null ? '' : m.results_at_most({ seconds: maxSeconds });
}
