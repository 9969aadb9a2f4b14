/** Pure: the firm's own fields as targets of an import, with the rules that the forms have. */
import type { CustomField } from '../../contract/custom-fields.contract.ts';
import { oneLine } from '../contacts/clean-text.ts';
import { repairPhone } from '../phones/quick-phone.ts';
import type { ImportTarget } from './import-targets.ts';
import { readCustomCell, saysNothing } from './read-custom-cell.ts';
import type { ReadingContext, RowDraft, WrittenPerson } from './row-draft.ts';

const prefix = 'custom.';
export const customKeyOf = (field: Pick<CustomField, 'key'>): string => `${prefix}${field.key}`;
/** Key of the field that a target stands for; null: it stands for none. */
export const fieldKeyOfTarget = (key: string | null): string | null =>
  key?.startsWith(prefix) ? key.slice(prefix.length) : null;

const put = (draft: RowDraft, key: string, value: unknown): null => {
  if (value === null) return null;
  draft.custom ??= {};
  draft.custom[key] = value;
  return null;
};

/** Somebody of the base, who is looked up when all rows are read: asking for each row would take hours. */
export function writtenPerson(cell: string, region: string): WrittenPerson {
  const text = oneLine(cell);
  const number = text.replace(/\D/g, '').length >= 7 ? repairPhone(text, region) : null;
  return { person: text, e164: number?.ok ? number.e164 : null };
}

function writerOf(field: CustomField) {
  return (draft: RowDraft, cell: string, { region }: ReadingContext): string | null => {
    if (!field.active) return 'field-off';
    if (field.type === 'person') {
      if (saysNothing(cell)) return null;
      return cell.length > 200 ? 'too-long' : put(draft, field.key, writtenPerson(cell, region));
    }
    const read = readCustomCell(field, cell, region);
    return 'because' in read ? read.because : put(draft, field.key, read.value);
  };
}

/** One target per field, switched-off ones too, so that a mapping that names one is understood and refused in words. */
export const customTargets = (fields: readonly CustomField[], list: 'contacts' | 'organisations'): ImportTarget[] =>
  fields.map((field) => ({
    key: customKeyOf(field),
    kind: `custom-${field.type}`,
    lists: [list],
    isRepeatable: false,
    isOff: !field.active,
    labels: { en: [field.label], ru: [field.label], fr: [field.label], it: [field.label] },
    // Who is meant is not known before the base is asked.
    ...(field.type === 'person'
      ? {}
      : { fits: (cell: string, region: string) => !('because' in readCustomCell(field, cell, region)) }),
    write: writerOf(field),
  }));

/** A mapping may name a field that is nowhere any more (a base brought back from a backup): its cells are a problem. */
const goneTarget = (key: string): ImportTarget => ({
  key,
  kind: 'custom-text',
  lists: [],
  isRepeatable: false,
  isOff: true,
  labels: { en: [key], ru: [key], fr: [key], it: [key] },
  write: () => 'field-off',
});

/** The target of each column; null: left out. */
export function columnsOf(
  mapping: readonly (string | null)[],
  targets: readonly ImportTarget[],
): (ImportTarget | null)[] {
  const known = new Map(targets.map((target) => [target.key, target]));
  return mapping.map((key) =>
    key === null ? null : (known.get(key) ?? (fieldKeyOfTarget(key) === null ? null : goneTarget(key))),
  );
}
