/** Fields that people and organisations share, to filter and sort lists by. */
import type { DirectoryEntry } from '../../contract/directories.contract.ts';
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import type { CheckedCondition, FilterContext, FilterField } from '../../platform/filters/filter-field.ts';
import { likeText } from '../../platform/words/like-text.ts';
import { readNumberQuery } from './search-conditions.ts';

/** Where the record stands in the query: `{ alias: 'c', group: 'person', phoneHolder: 'contact_id' }`. */
export interface RecordPlace {
  alias: 'c' | 'o';
  group: 'person' | 'organisation';
  phoneHolder: 'contact_id' | 'organisation_id';
}

/**
 * Every organisation of every person (`person_id`, `organisation_id`): the first one and further ones. Without conditions
 * within, so that PostgreSQL looks into both tables by their indexes.
 */
export const organisationsOfPeople = `(
  select m.id as person_id, m.organisation_id from contacts m
  union all select r.contact_id, r.organisation_id from contact_roles r)`;

/** A column as it is. */
export const column =
  (alias: string, name: string): NonNullable<FilterField['value']> =>
  (sql) =>
    sql.unsafe(`${alias}.${name}`);
/** A column of text, folded; whether something stands in it needs no folding, which is slow for a million. */
export const foldedColumn = (alias: string, name: string): Pick<FilterField, 'value' | 'matches'> => ({
  value: (sql) => sql.unsafe(`search_text(${alias}.${name})`),
  matches: (sql, { is }) => (is === 'not-empty' ? sql.unsafe(`${alias}.${name} <> ''`) : null),
});

/** Entries of a directory as choices; a built-in one has no word here. */
export const optionsOf = (entries: readonly DirectoryEntry[], idOf: (entry: DirectoryEntry) => string) =>
  entries.map((entry) => ({ id: idOf(entry), label: entry.label, active: entry.active }));

/** What is contained in a name or an e-mail is contained in `search`, which has an index for that. */
function narrowed(sql: Sql, alias: string, condition: CheckedCondition): SqlQuery | null {
  if (condition.is !== 'contains' && condition.is !== 'begins' && condition.is !== 'is') return null;
  return sql`${sql.unsafe(`${alias}.search`)} like search_text(${`%${likeText(condition.text)}%`})`;
}

function nameMatches(alias: string): NonNullable<FilterField['matches']> {
  return (sql, condition) => {
    const narrow = condition.is === 'contains' ? narrowed(sql, alias, condition) : null;
    if (!narrow || condition.is !== 'contains') return null;
    return sql`(${narrow} and ${sql.unsafe(`${alias}.name_key`)} like search_text(${`%${likeText(condition.text)}%`}))`;
  };
}

const emailField = ({ alias, group }: RecordPlace): FilterField => ({
  key: 'emails',
  type: 'text',
  group,
  matches: (sql, condition) => {
    const emails = sql.unsafe(`${alias}.emails`);
    if (condition.is === 'not-empty') return sql`${emails} <> '{}'`;
    const narrow = narrowed(sql, alias, condition);
    if (!narrow || !('text' in condition)) return null;
    const pattern = `${condition.is === 'contains' ? '%' : ''}${likeText(condition.text)}${condition.is === 'is' ? '' : '%'}`;
    return sql`(${narrow} and exists (
      select from unnest(${emails}) as one (email) where search_text(one.email) like search_text(${pattern})))`;
  },
});

/** Digits as they are typed in the region: `8 495`, `+7495` and `7495` all begin a number of Moscow. */
function phoneMatches(sql: Sql, condition: CheckedCondition, { region }: FilterContext): SqlQuery | null {
  switch (condition.is) {
    case 'not-empty':
      return sql.unsafe('true');
    case 'country':
      return sql`ph.country = any(${[...condition.ids]}::text[])`;
    case 'is': {
      const { e164, digits } = readNumberQuery(condition.text, region);
      return e164 ? sql`ph.e164 = ${e164}` : sql`ph.digits = ${digits}`;
    }
    case 'begins': {
      const { beginning, digits } = readNumberQuery(condition.text, region);
      if (digits === '') return sql.unsafe('false');
      const begin = beginning ?? `+${digits}`;
      return sql`(ph.e164 >= ${begin} and ph.e164 < ${`${begin}:`})`;
    }
    default:
      return null;
  }
}

const phoneFields = ({ alias, group, phoneHolder }: RecordPlace): FilterField[] => {
  const within: FilterField['within'] = (sql, condition) =>
    sql`exists (select from phones ph where ph.${sql.unsafe(phoneHolder)} = ${sql.unsafe(`${alias}.id`)} and ${condition})`;
  const holders: FilterField['holders'] = (sql, condition) => {
    const holder = sql.unsafe(`ph.${phoneHolder}`);
    return sql`select ${holder} from phones ph where ${holder} is not null and ${condition}`;
  };
  return [
    { key: 'phone', type: 'phone', group, matches: phoneMatches, within, holders },
    {
      key: 'do-not-call',
      type: 'yes-no',
      group,
      value: (sql) => within(sql, sql.unsafe('ph.do_not_call')),
    },
  ];
};

export function recordFields(
  place: RecordPlace,
  lists: { lifecycles: readonly DirectoryEntry[]; sources: readonly DirectoryEntry[] },
): FilterField[] {
  const { alias, group } = place;
  const own = (key: string, type: FilterField['type'], name: string): FilterField => ({
    key,
    type,
    group,
    value: column(alias, name),
  });
  return [
    { ...own('name', 'text', 'name_key'), sortAs: 'text', isAlways: true, matches: nameMatches(alias) },
    { ...own('lifecycle', 'choice', 'lifecycle'), options: optionsOf(lists.lifecycles, ({ key }) => key) },
    own('owner', 'agent', 'owner_agent_id'),
    own('team', 'team', 'team_id'),
    ...phoneFields(place),
    emailField(place),
    { ...own('source', 'choice', 'source_id'), options: optionsOf(lists.sources, ({ id }) => id) },
    {
      key: 'city',
      type: 'text',
      group,
      value: (sql) => sql.unsafe(`search_text(place.address->>'city')`),
      within: (sql, condition) =>
        sql`exists (select from jsonb_array_elements(${sql.unsafe(`${alias}.addresses`)}) as place (address) where ${condition})`,
    },
    { key: 'notes', type: 'text', group, ...foldedColumn(alias, 'notes') },
    { ...own('created', 'time', 'created_at'), sortAs: 'timestamptz', isAlways: true },
    own('updated', 'time', 'updated_at'),
  ];
}
