/** Pure: what entries of the tables of targets are made with. */
import type { CustomFieldType } from '../../contract/custom-fields.contract.ts';
import type { ReadingContext, RowDraft } from './row-draft.ts';

export type TargetKind =
  | 'person-name'
  | 'text'
  | 'long-text'
  | 'organisation'
  | 'phone'
  | 'email'
  | 'lifecycle'
  | 'owner'
  | 'yes-no'
  | 'time-zone'
  | 'date'
  | 'source'
  | 'mark'
  | `custom-${CustomFieldType}`;

/** The first name of each language is the one that is shown. */
export interface TargetLabels {
  en: readonly string[];
  ru: readonly string[];
  fr: readonly string[];
  it: readonly string[];
}

export interface ImportTarget {
  key: string;
  kind: TargetKind;
  lists: readonly ('contacts' | 'organisations')[];
  labels: TargetLabels;
  /** Several columns may become it. */
  isRepeatable: boolean;
  /** True: cannot be chosen any more; a mapping may still name it. */
  isOff?: boolean;
  /** Whether a cell can be used, for guessing; left out: that is not known by the cell alone. */
  fits?(cell: string, region: string): boolean;
  /** Puts a cell that is not empty into the row. Returns why it cannot be used, as one word; null: it was taken. */
  write(draft: RowDraft, cell: string, context: ReadingContext): string | null;
}

export const both = ['contacts', 'organisations'] as const;
export const people = ['contacts'] as const;
export const organisations = ['organisations'] as const;

const list = (words: string): string[] => words.split(', ');
export const labels = (en: string, ru: string, fr: string, it: string): TargetLabels => ({
  en: list(en),
  ru: list(ru),
  fr: list(fr),
  it: list(it),
});
