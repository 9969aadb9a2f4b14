import type { Call } from '$contract/calls.contract.ts';
import type { AttemptOutcomeName } from '$contract/missed-calls.contract.ts';
import { attemptOutcomeWords } from '$lib/words/debt-words.ts';
import { outcomeWords } from '$lib/words/state-words.ts';

/** The outcome of an attempt to reach a caller: an outcome of the PBX, or what a person reported. */
export const attemptWords = (outcome: string): string =>
  attemptOutcomeWords[outcome as AttemptOutcomeName]?.() ??
  outcomeWords[outcome as NonNullable<Call['outcome']>]?.label() ??
  outcome;
