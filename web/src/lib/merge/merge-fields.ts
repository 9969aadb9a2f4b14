import type { Contact, Organisation } from '$contract/contacts.contract.ts';
import type { MergePreview } from '$contract/merges.contract.ts';

/** How values are put into words that only the firm's lists know. */
export interface ValueWords {
  lifecycle(key: string): string;
  source(id: string): string;
  yes: string;
}

const textOf = (value: unknown, yes: string): string => {
  if (value === null || value === undefined || value === false) return '';
  if (value === true) return yes;
  if (Array.isArray(value)) return value.map((one) => textOf(one, yes)).join(', ');
  if (typeof value === 'object') return 'text' in value ? String(value.text) : '';
  return String(value);
};

/**
 * What a person or an organisation says in a field, as text; empty when nothing.
 * @example fieldText(contact, 'ownerId', words) // 'Anna'
 */
export function fieldText(record: Contact | Organisation, field: string, words: ValueWords): string {
  switch (field) {
    case 'ownerId':
      return record.owner?.name ?? '';
    case 'organisationId':
      return 'organisationName' in record ? (record.organisationName ?? '') : '';
    case 'parentId':
      return 'parent' in record ? (record.parent?.name ?? '') : '';
    case 'lifecycle':
      return words.lifecycle(record.lifecycle);
    case 'sourceId':
      return record.sourceId === null ? '' : words.source(record.sourceId);
    default: {
      if (field.startsWith('custom.')) return textOf(record.custom[field.slice('custom.'.length)], words.yes);
      return textOf((record as unknown as Record<string, unknown>)[field], words.yes);
    }
  }
}

export interface MergeRow {
  field: string;
  texts: string[];
  result: string;
  /** Whose value stays; null: all of them. */
  from: string | null;
  conflict: boolean;
  because: MergePreview['fields'][number]['because'];
}

const together = (texts: readonly string[], separator: string) =>
  [...new Set(texts.filter((text) => text !== ''))].join(separator);

/** Rows of the preview that say anything, those that contradict each other first. */
export function mergeRows(
  preview: MergePreview,
  people: readonly (Contact | Organisation)[],
  choices: Readonly<Record<string, string>>,
  words: ValueWords,
): MergeRow[] {
  const rows = preview.fields.map(({ field, from, conflict, because }): MergeRow => {
    const texts = people.map((person) => fieldText(person, field, words));
    const chosen = choices[field] ?? null;
    const source = chosen ?? from;
    const at = people.findIndex(({ id }) => id === source);
    const isAll = chosen === null && (because === 'united' || because === 'joined');
    const result = isAll ? together(texts, because === 'joined' ? '\n\n' : ', ') : (texts[at] ?? '');
    return { field, texts, result, from: isAll ? null : source, conflict, because: chosen ? 'chosen' : because };
  });
  const said = rows.filter(({ texts }) => texts.some((text) => text !== ''));
  return [...said.filter(({ conflict }) => conflict), ...said.filter(({ conflict }) => !conflict)];
}
