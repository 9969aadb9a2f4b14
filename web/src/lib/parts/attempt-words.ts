import type { Call } from '$contract/calls.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import { outcomeWords } from '$lib/words/state-words.ts';

/** The outcome of an attempt to reach a caller: an outcome of the PBX, or what a person reported. */
export function attemptWords(outcome: string): string {
  if (outcome === 'reached') return m.work_reached();
  return outcomeWords[outcome as NonNullable<Call['outcome']>]?.label() ?? outcome;
}
