/** Pure: the choices of a field while they are edited. */
import type { FieldOption } from '$contract/custom-fields.contract.ts';

export interface ChoiceDraft {
  /** Null: a new one, whose id the server makes. */
  id: string | null;
  label: string;
  active: boolean;
}

export const choicesOf = (options: readonly FieldOption[]): ChoiceDraft[] =>
  options.map(({ id, label, active }) => ({ id, label, active }));

/**
 * As the server takes them: known ones with their id, new ones by their words. One whose words were emptied is left out,
 * which switches it off; records keep it.
 */
export const choicesToSend = (choices: readonly ChoiceDraft[]): (string | FieldOption)[] =>
  choices.flatMap(({ id, label, active }): (string | FieldOption)[] => {
    const words = label.trim();
    if (words === '') return [];
    return id === null ? [words] : [{ id, label: words, active }];
  });
