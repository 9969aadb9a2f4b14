/** Pure: keys and ids made from what a person typed as a label. */
import type { FieldOption } from '../../contract/custom-fields.contract.ts';
import { latinWords, unusedKey } from '../../platform/words/latin-key.ts';

/**
 * A key for a new field that no other field of the record has.
 * @example fieldKeyOf('Годовой бюджет', new Set()) // 'godovoy_byudzhet'
 */
export function fieldKeyOf(label: string, taken: ReadonlySet<string>): string {
  const words = latinWords(label).join('_').slice(0, 40).replace(/_+$/, '');
  return unusedKey(/^[a-z]/.test(words) ? words : `field_${words}`.slice(0, 40).replace(/_+$/, ''), taken, '_');
}

/**
 * The choices of a field after a change. Ids are made for new labels; a choice that is left out is switched off, not
 * taken away: records may have it.
 */
export function optionsAfter(before: readonly FieldOption[], given: readonly (string | FieldOption)[]): FieldOption[] {
  const options: FieldOption[] = [];
  const taken = new Set(before.map((option) => option.id));
  for (const one of given) {
    const known = before.find((option) => (typeof one === 'string' ? option.label === one : option.id === one.id));
    const id =
      known?.id ??
      (typeof one === 'string' ? unusedKey(latinWords(one).join('-').slice(0, 40) || 'choice', taken, '-') : one.id);
    if (options.some((option) => option.id === id)) continue;
    taken.add(id);
    options.push(typeof one === 'string' ? { id, label: one, active: true } : { ...one, id });
  }
  const left = before.filter((option) => !options.some(({ id }) => id === option.id));
  return [...options, ...left.map((option) => ({ ...option, active: false }))];
}
