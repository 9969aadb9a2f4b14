/** Pure: the firm's own fields as fields of a filter, and the index that makes each of them fast. */
import type { CustomField, CustomFieldType, CustomValue } from '../../contract/custom-fields.contract.ts';
import type { FilterFieldType } from '../../contract/filters.contract.ts';
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import { anyOf } from '../../platform/filters/compile-filter.ts';
import type { CheckedCondition, FilterField } from '../../platform/filters/filter-field.ts';

const typeOf: Readonly<Record<CustomFieldType, FilterFieldType>> = {
  text: 'text',
  number: 'number',
  money: 'money',
  date: 'date',
  choice: 'choice',
  choices: 'choices',
  'yes-no': 'yes-no',
  person: 'person',
  link: 'text',
};

/** Keys stand in SQL as they are, so that an index on the same expression is found; anything else never gets there. */
function safe(key: string): string {
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(key)) throw new Error(`"${key}" is no key of a custom field`);
  return key;
}

/** The value of a field as SQL. @param custom the jsonb column: `c.custom`, or `custom` in an index */
export function customExpression(field: Pick<CustomField, 'key' | 'type'>, custom: string): string {
  const key = safe(field.key);
  switch (field.type) {
    case 'number':
    case 'money':
      return `custom_number(${custom}, '${key}')`;
    case 'date':
      // Days kept as YYYY-MM-DD are in order by their bytes.
      return `(${custom}->>'${key}') collate "C"`;
    case 'yes-no':
      return `(${custom}->'${key}') = 'true'::jsonb`;
    case 'text':
    case 'link':
      return `search_text(${custom}->>'${key}') collate "C"`;
    case 'choice':
    case 'choices':
    case 'person':
      return `${custom}->>'${key}'`;
  }
}

const sortAs: Partial<Record<CustomFieldType, FilterField['sortAs']>> = {
  text: 'text',
  number: 'numeric',
  money: 'numeric',
  date: 'text',
};

/** Their index answers ranges; that of a text gives only its order. */
const ranged: readonly CustomFieldType[] = ['number', 'money', 'date'];

/** True for fields that get an index of their own; choices are found by the one on all of `custom`. */
export const hasOwnIndex = (field: Pick<CustomField, 'type'>): boolean => sortAs[field.type] !== undefined;

/** Choices and persons by containment, which the index on `custom` answers. */
function byContainment(custom: string, field: CustomField) {
  return (sql: Sql, condition: CheckedCondition): SqlQuery | null => {
    const column = sql.unsafe(custom);
    // Said besides, because the indexes of deals, tasks and calls hold only those that have a value at all.
    const holds = (value: CustomValue) =>
      sql`(${column} <> '{}' and ${column} @> ${sql.json({ [field.key]: value })}::jsonb)`;
    if (condition.is === 'not-empty') return sql`(${column} <> '{}' and ${column} ? ${field.key})`;
    if (condition.is === 'yes-no') return holds(condition.yes);
    if (condition.is !== 'any-of') return null;
    return anyOf(
      sql,
      condition.ids.map((id) => holds(field.type === 'choices' ? [id] : id)),
    );
  };
}

/** @param alias of the record in the query: `c` */
export function customFilterFields(fields: readonly CustomField[], alias: string): FilterField[] {
  const custom = `${alias}.custom`;
  return fields.map((field) => {
    const type = typeOf[field.type];
    const hasChoices = field.type === 'choice' || field.type === 'choices';
    const isContained = hasChoices || field.type === 'person' || field.type === 'yes-no';
    return {
      key: `custom.${field.key}`,
      type,
      group: 'custom',
      label: field.label,
      isHidden: !field.active,
      value: (sql) => sql.unsafe(customExpression(field, custom)),
      ...(hasChoices ? { options: field.options } : {}),
      ...(field.type === 'yes-no' ? { operators: ['is', 'empty', 'not-empty'] as const } : {}),
      ...(isContained ? { matches: byContainment(custom, field) } : {}),
      ...(sortAs[field.type] ? { sortAs: sortAs[field.type] } : {}),
      ...(ranged.includes(field.type) ? { isIndexed: true } : {}),
    };
  });
}
