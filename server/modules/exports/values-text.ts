/** Pure: old and new values of an event as text of one cell, in the language of the file. */
import type { AuditEvent } from '../../contract/audit.contract.ts';
import { auditFieldWord } from '../../contract/audit-field-words.ts';
import type { Words } from '../../contract/built-in-words.ts';
import {
  attemptOutcomeWords,
  dealStateWords,
  missedCallStateWords,
  outcomeWords,
  resolvedHowWords,
  taskKindWords,
  taskPriorityWords,
  taskStateWords,
} from '../../contract/state-words.ts';
import type { CellWords } from './cell-words.ts';
import { wordOf, yes } from './columns.ts';

type Event = Pick<AuditEvent, 'kind' | 'before' | 'after' | 'names'>;
type Table = Readonly<Record<string, Words>>;

/** Ids beside their names, and bookkeeping of the server. */
const quiet = new Set([
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'activity',
  'effectiveTimeZone',
  'numberKey',
  'because',
]);
const idsOfNames: Readonly<Record<string, string>> = {
  organisationId: 'organisationName',
  contactId: 'contactName',
  stageId: 'stageName',
  groupId: 'groupName',
};

const states: Readonly<Record<string, Table>> = {
  deal: dealStateWords,
  task: taskStateWords,
  'missed-call': missedCallStateWords,
};

function tableOf(kind: string, field: string): Table | undefined {
  if (field === 'state') return states[kind];
  if (field === 'kind') return kind === 'task' ? taskKindWords : undefined;
  if (field === 'priority') return taskPriorityWords;
  if (field === 'resolvedHow') return resolvedHowWords;
  return field === 'outcome' ? { ...outcomeWords, ...attemptOutcomeWords } : undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param field of the record; parts of a value are told as the whole is */
function valueText({ kind, names }: Event, field: string, value: unknown, words: CellWords): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return String(yes(value, words.language));
  if (typeof value === 'string') {
    const table = tableOf(kind, field);
    if (table) return wordOf(table, value, words.language);
    return names[value] ?? words.entries.get(value) ?? value;
  }
  const event = { kind, names, before: null, after: null };
  if (Array.isArray(value)) {
    return value
      .map((part) => valueText(event, field, part, words))
      .filter((text) => text !== '')
      .join(', ');
  }
  if (!isObject(value)) return String(value);
  const { name, label, title, organisationName, agent, e164, raw, text } = value;
  const named = name ?? label ?? title ?? organisationName ?? (agent as { name?: unknown } | undefined)?.name ?? e164;
  const told = named ?? raw ?? text;
  return typeof told === 'string' ? told : partsText(event, value, words);
}

function partsText(event: Event, values: Readonly<Record<string, unknown>>, words: CellWords): string {
  const isTold = (key: string) => !quiet.has(key) && !(idsOfNames[key] !== undefined && idsOfNames[key] in values);
  return Object.entries(values)
    .filter(([key]) => isTold(key))
    .flatMap(([key, value]) => {
      const text = valueText(event, key, value, words);
      return text === '' ? [] : [`${auditFieldWord(key, words.language)}: ${text}`];
    })
    .join('; ');
}

/**
 * What stood there before or stands there now: `Name: Ivan; VIP: yes`. Undefined: nothing did.
 * @example valuesText({ kind: 'deal', before: { state: 'open' }, after: null, names: {} }, 'before', words) // 'State: Open'
 */
export function valuesText(event: Event, side: 'before' | 'after', words: CellWords): string | undefined {
  const values = event[side];
  return (values && partsText(event, values, words)) || undefined;
}
