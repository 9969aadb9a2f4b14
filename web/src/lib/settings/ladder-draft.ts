import type { Ladder } from '$contract/missed-calls.contract.ts';
import { type DurationParts, partsOf, secondsOf, wholeNumber } from './duration-field.ts';

export const stepKinds = ['noAnswer', 'busy', 'machine', 'failed'] as const;
export type StepKind = (typeof stepKinds)[number];
export interface LadderDraft {
  name: string;
  maxPerDay: string;
  isDefault: boolean;
  /** null: the same as no answer. */
  steps: Record<StepKind, DurationParts[] | null>;
}

/** A ladder as its form holds it; without one, a sensible beginning. */
export function draftOf(ladder: Ladder | null): LadderDraft {
  if (!ladder) {
    const noAnswer = [1_800, 7_200, 86_400].map(partsOf);
    return {
      name: '',
      maxPerDay: '3',
      isDefault: false,
      steps: { noAnswer, busy: null, machine: null, failed: null },
    };
  }
  const of = (steps: readonly { afterSeconds: number }[] | null) =>
    steps?.map(({ afterSeconds }) => partsOf(afterSeconds)) ?? null;
  const { noAnswer, busy, machine, failed } = ladder.steps;
  return {
    name: ladder.name,
    maxPerDay: String(ladder.maxPerDay),
    isDefault: ladder.isDefault,
    steps: { noAnswer: of(noAnswer), busy: of(busy), machine: of(machine), failed: of(failed) },
  };
}

const LONGEST_SECONDS = 90 * 86_400;

function stepsOf(parts: readonly DurationParts[]): { afterSeconds: number }[] | null {
  const all = parts.map(secondsOf);
  const good = all.filter((seconds) => seconds !== null && seconds <= LONGEST_SECONDS);
  return good.length === all.length && all.length > 0 ? good.map((seconds) => ({ afterSeconds: seconds ?? 0 })) : null;
}

/** What is sent; null while something in the form is not a number, empty or longer than 90 days. */
export function bodyOf(draft: LadderDraft): Pick<Ladder, 'name' | 'maxPerDay' | 'steps'> | null {
  const maxPerDay = wholeNumber(draft.maxPerDay, 1, 50);
  const noAnswer = stepsOf(draft.steps.noAnswer ?? []);
  if (draft.name.trim() === '' || maxPerDay === null || noAnswer === null) return null;
  const own = { busy: null, machine: null, failed: null } as Omit<Ladder['steps'], 'noAnswer'>;
  for (const kind of ['busy', 'machine', 'failed'] as const) {
    const parts = draft.steps[kind];
    if (parts === null) continue;
    const steps = stepsOf(parts);
    if (steps === null) return null;
    own[kind] = steps;
  }
  return { name: draft.name.trim(), maxPerDay, steps: { noAnswer, ...own } };
}
