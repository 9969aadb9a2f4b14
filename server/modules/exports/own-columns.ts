/** The firm's own fields as columns, `custom.<key>`, with the words that the lists show. */
import { yesNoWords } from '../../contract/built-in-words.ts';
import type { CustomField, CustomRecord, CustomValue } from '../../contract/custom-fields.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { isHidden } from '../access/field-rights.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { readContactRefs } from '../contacts/contact-refs.usecases.ts';
import { readCustomFields } from '../custom-fields/custom-fields.usecases.ts';
import type { CellWords } from './cell-words.ts';
import type { Cell, ExportColumn } from './exportable-list.ts';

const customOf = (item: unknown): Readonly<Record<string, CustomValue>> =>
  typeof item === 'object' && item !== null && 'custom' in item
    ? ((item.custom ?? {}) as Record<string, CustomValue>)
    : {};

const ownValueOf = (item: unknown, key: string): CustomValue => {
  const custom = customOf(item);
  // Keys come from people: `constructor` is one too.
  return Object.hasOwn(custom, key) ? (custom[key] ?? null) : null;
};

/** As an import reads it: amounts as numbers, choices by their labels, people by their names. */
export function cellOfField(
  { type, options }: Pick<CustomField, 'type' | 'options'>,
  value: CustomValue,
  { language, people }: Pick<CellWords, 'language' | 'people'>,
): Cell {
  if (value === null || value === '') return undefined;
  const label = (id: unknown) => options.find((option) => option.id === id)?.label ?? String(id);
  if (Array.isArray(value)) return value.map(label).join('; ');
  if (typeof value === 'boolean') return yesNoWords[value ? 'yes' : 'no'][language];
  if (type === 'money') return Number(value);
  if (type === 'choice') return label(value);
  if (type === 'person') return people.get(String(value));
  return value;
}

/** One column per field that is in use and not hidden from the reader. */
export async function ownColumns<Item>(
  sql: Sql,
  reader: Principal,
  record: CustomRecord,
): Promise<ExportColumn<Item>[]> {
  const fields = (await readCustomFields(sql, record)).filter(
    ({ active, key }) => active && !isHidden(reader, record, `custom.${key}`),
  );
  return fields.map((field) => ({
    key: `custom.${field.key}`,
    labels: { en: field.label, ru: field.label, fr: field.label, it: field.label },
    shows: 'custom',
    isOwn: true,
    cell: (item, words) => cellOfField(field, ownValueOf(item, field.key), words),
  }));
}

/** Names of the people who stand in own fields of these records, of those whom the reader may see. */
export async function peopleNamedIn(
  sql: Sql,
  reader: Principal,
  record: CustomRecord,
  items: readonly unknown[],
): Promise<ReadonlyMap<string, string>> {
  const keys = (await readCustomFields(sql, record)).flatMap(({ type, key }) => (type === 'person' ? [key] : []));
  const ids = items.flatMap((item) => keys.flatMap((key) => ownValueOf(item, key) ?? []));
  const refs = await readContactRefs(sql, [...new Set(ids.map(String))]);
  const seen = [...refs.values()].filter(({ ownerAgentId, teamId, isPrivate }) =>
    canSee(reader, 'contacts.read', { ownerAgentIds: [ownerAgentId], teamIds: [teamId], isPrivate }),
  );
  return new Map(seen.map(({ contactId, name }) => [contactId, name]));
}
