/** Pure: columns of a file and the fields they become. */
import type { z } from 'zod';
import type { Import, importPreviewRowSchema, importTargetSchema } from '$contract/imports.contract.ts';

export type Target = z.output<typeof importTargetSchema>;
export type PreviewRow = z.output<typeof importPreviewRowSchema>;
export type Repair = PreviewRow['repairs'][number];

/**
 * The mapping after one column was chosen. A field that only one column may be goes from the column that had it, which
 * is left out then.
 */
export function choose(
  mapping: Import['mapping'],
  column: number,
  key: string | null,
  targets: readonly Target[],
): Import['mapping'] {
  const isRepeatable = targets.find((target) => target.key === key)?.isRepeatable ?? false;
  return mapping.map((known, index) => {
    if (index === column) return key;
    return key !== null && known === key && !isRepeatable ? null : known;
  });
}

/** Fields that a column can become; one that was switched off only while it is chosen. */
export const offeredTargets = (targets: readonly Target[], chosen: string | null): Target[] =>
  targets.filter(({ key, isOff }) => !isOff || key === chosen);

export type Certainty = 'sure' | 'likely' | 'unsure';

/** A confidence in words. */
export const certaintyOf = (confidence: number): Certainty =>
  confidence >= 0.85 ? 'sure' : confidence >= 0.6 ? 'likely' : 'unsure';

const phoneKeys = new Set(['phone', 'mobile', 'workPhone', 'homePhone', 'extension', 'phoneKind', 'morePhones']);
/** Kept by ids and keys that say nothing to a person, or beside what other columns say. */
const keptByKey = new Set([
  'owner',
  'source',
  'addressKind',
  'phoneMark',
  'addressMark',
  'moreAddresses',
  'moreOrganisations',
]);
const nameParts = new Set(['name', 'lastName', 'firstName', 'middleName']);

export interface PreviewField {
  /** Key of the target; `name` and `numbers` stand for what several columns make together. */
  key: string;
  /** Column of the file to show as it was written; null: the value as it would be kept. */
  writtenIn: number | null;
}

/** What the preview shows of each row: the name, the numbers with their repairs, then the rest in the order of the file. */
export function previewFields(mapping: Import['mapping']): PreviewField[] {
  const keys = [...new Set(mapping)].filter((key) => key !== null);
  const rest = keys.filter((key) => !phoneKeys.has(key) && !nameParts.has(key));
  return [
    { key: 'name', writtenIn: null },
    ...(keys.some((key) => phoneKeys.has(key)) ? [{ key: 'numbers', writtenIn: null }] : []),
    ...rest.map((key) => ({ key, writtenIn: keptByKey.has(key) ? mapping.indexOf(key) : null })),
  ];
}

/** True when more than spaces and brackets differs: a country was added, an extension taken apart. */
export const isRepaired = ({ written, e164 }: Repair): boolean =>
  e164 !== null && written.replace(/[\s().-]/g, '') !== e164;
