/** The SQL of a filter finds exactly the records that a slow evaluation in plain code finds: every operator of every type. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { fits, type SlowRecord } from '../../../test/factories/slow-filter.ts';
import {
  type Filter,
  type FilterOperator,
  type FilterValue,
  operatorsOfType,
  valueKindOf,
} from '../../contract/filters.contract.ts';
import { customFilterFields } from '../../modules/custom-fields/custom-filter-fields.ts';
import { compileFilter } from './compile-filter.ts';
import type { FilterContext, FilterField } from './filter-field.ts';
import { operatorsOf, readFilter } from './read-filter.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`create table things (id integer primary key, word text, size numeric, whole integer, price numeric, day date,
    moment timestamptz, colour text, agent text, team text, flag boolean, custom jsonb not null)`;
  await db.sql`create table parts (thing_id integer, word text, moment timestamptz)`;
});
afterAll(() => db.drop());

const column =
  (text: string): FilterField['value'] =>
  (sql) =>
    sql.unsafe(text);
const options = ['red', 'blue'].map((id) => ({ id, label: id, active: true }));
const within: FilterField['within'] = (sql, condition) =>
  sql`exists (select from parts p where p.thing_id = c.id and ${condition})`;
const base = { group: 'test' };
const custom = customFilterFields(
  (['text', 'number', 'money', 'date', 'choice', 'choices', 'yes-no', 'person'] as const).map((type, position) => ({
    id: type,
    record: 'contact' as const,
    key: `own_${type.replace('-', '_')}`,
    label: type,
    hint: '',
    type,
    options,
    active: true,
    onCard: false,
    roles: {},
    position,
    version: 1,
  })),
  'c',
);
const fields: FilterField[] = [
  { ...base, key: 'word', type: 'text', value: column('search_text(c.word)') },
  { ...base, key: 'size', type: 'number', value: column('c.size') },
  { ...base, key: 'whole', type: 'number', value: column('c.whole'), isWhole: true },
  { ...base, key: 'price', type: 'money', value: column('c.price') },
  { ...base, key: 'day', type: 'date', value: column('c.day') },
  { ...base, key: 'moment', type: 'time', value: column('c.moment') },
  { ...base, key: 'colour', type: 'choice', value: column('c.colour'), options },
  { ...base, key: 'agent', type: 'agent', value: column('c.agent') },
  { ...base, key: 'team', type: 'team', value: column('c.team') },
  { ...base, key: 'flag', type: 'yes-no', value: column('c.flag') },
  { ...base, key: 'words', type: 'text', value: column('search_text(p.word)'), within },
  { ...base, key: 'moments', type: 'time', value: column('p.moment'), within },
  ...custom,
];
const byKey = new Map(fields.map((field) => [field.key, field]));

// A day that begins at another moment in UTC, and the end of February.
const context: FilterContext = {
  now: new Date('2026-02-27T21:30:00Z'),
  zone: 'Europe/Moscow',
  region: 'RU',
  mine: { agentId: 'a1', teamId: null },
};

const orNone = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 });
const word = fc.constantFrom('', 'Ёлка', 'елка', 'Élan', 'elan', '50%', '5_0', 'a\\b', "o'hara", 'Elanor');
const number = fc.constantFrom(-3, 0, 1, 1.5, 2, 1000);
const day = fc.constantFrom(
  '2026-02-28',
  '2026-02-27',
  '1980-02-29',
  '2026-03-01',
  '2026-03-30',
  '2025-01-01',
  '2026-02-01',
);
const moment = fc.constantFrom(
  '2026-02-27T21:30:00.000Z',
  '2026-02-27T21:00:00.000Z',
  '2026-02-27T20:59:59.999Z',
  '2026-02-26T21:30:00.000Z',
  '2026-02-20T21:30:00.000Z',
  '2026-02-28T21:00:00.000Z',
  '2026-03-10T00:00:00.000Z',
  '2024-01-01T00:00:00.000Z',
);
const id = fc.constantFrom('red', 'blue');
const agent = fc.constantFrom('a1', 'a2');
const record: fc.Arbitrary<SlowRecord> = fc
  .record({
    word: orNone(word),
    size: orNone(number),
    whole: orNone(fc.constantFrom(-3, 0, 1, 2, 1000)),
    price: orNone(number),
    day: orNone(day),
    moment: orNone(moment),
    colour: orNone(id),
    agent: orNone(agent),
    team: orNone(agent),
    flag: orNone(fc.boolean()),
    words: fc.array(orNone(word), { maxLength: 3 }),
    moments: fc.array(orNone(moment), { maxLength: 3 }),
    'custom.own_text': orNone(word.filter((text) => text !== '')),
    'custom.own_number': orNone(number),
    'custom.own_money': orNone(number.map((amount) => amount.toFixed(2))),
    'custom.own_date': orNone(day),
    'custom.own_choice': orNone(id),
    'custom.own_choices': fc.subarray(['red', 'blue']),
    'custom.own_yes_no': orNone(fc.boolean()),
    'custom.own_person': orNone(agent),
  })
  .map((values) => values);

const texts = fc.constantFrom('Елка', 'elan', 'ELAN', '%', '_', '\\', "'", '50', "'; drop table things; --");
function valueFor(field: FilterField, operator: FilterOperator): fc.Arbitrary<FilterValue | undefined> {
  const ordered = <T extends string | number>(one: fc.Arbitrary<T>) =>
    fc.tuple(one, one).map(([a, b]) => (a <= b ? { from: a, to: b } : { from: b, to: a }));
  switch (valueKindOf(field.type, operator)) {
    case 'none':
      return fc.constant(undefined);
    case 'text':
      return texts;
    case 'number':
      return number;
    case 'number-range':
      return ordered(number);
    case 'day':
      return field.type === 'time' ? fc.oneof(day, moment) : day;
    case 'day-range':
      return ordered(day);
    case 'days':
      return fc.constantFrom(0, 1, 7, 30, 366);
    case 'list':
      return field.options
        ? fc.subarray(['red', 'blue'], { minLength: 1 })
        : fc.subarray(['a1', 'a2'], { minLength: 1 });
    case 'yes-no':
      return fc.boolean();
  }
}
const conditionOf = (field: FilterField, is: FilterOperator): fc.Arbitrary<Filter> =>
  valueFor(field, is).map((value) => ({ field: field.key, is, ...(value === undefined ? {} : { value }) }));
const everyPair = fields.flatMap((field) => operatorsOf(field).map((is) => [field, is] as const));
const condition = fc.constantFrom(...everyPair).chain(([field, is]) => conditionOf(field, is));
const tree = fc.letrec<{ node: Filter }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', maxDepth: 3, withCrossShrink: true },
    condition,
    fc.array(tie('node'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('node'), { maxLength: 3 }).map((any) => ({ any })),
    tie('node').map((not) => ({ not })),
  ),
})).node;

async function store(records: readonly SlowRecord[]): Promise<void> {
  await db.sql`truncate things, parts`;
  const plain = ['word', 'size', 'whole', 'price', 'day', 'moment', 'colour', 'agent', 'team', 'flag'];
  const rows = records.map((one, index) => {
    const own = Object.entries(one).filter(
      ([key, value]) => key.startsWith('custom.') && value !== null && !(Array.isArray(value) && value.length === 0),
    );
    return {
      id: index,
      ...Object.fromEntries(plain.map((key) => [key, one[key] ?? null])),
      custom: db.sql.json(Object.fromEntries(own.map(([key, value]) => [key.slice('custom.'.length), value]))),
    };
  });
  await db.sql`insert into things ${db.sql(rows)}`;
  for (const [index, one] of records.entries()) {
    const words = (one.words as (string | null)[]).map((text) => ({ thing_id: index, word: text, moment: null }));
    const moments = (one.moments as (string | null)[]).map((at) => ({ thing_id: index, word: null, moment: at }));
    if (words.length + moments.length > 0) await db.sql`insert into parts ${db.sql([...words, ...moments])}`;
  }
}

async function agrees(filter: Filter, records: readonly SlowRecord[]): Promise<void> {
  const read = readFilter(filter, byKey);
  if (!read.ok) throw new Error(JSON.stringify(read.fields));
  const rows = await db.sql<{ id: number }[]>`
    select c.id from things c where ${compileFilter(db.sql, read.filter, context)} order by c.id`;
  const slow = records.flatMap((one, index) => (fits(read.filter, one, context) ? [index] : []));
  expect(
    rows.map((row) => row.id),
    JSON.stringify(filter),
  ).toEqual(slow);
}

describe('[CRM-4] the SQL of a filter finds what a slow evaluation finds', () => {
  it('every operator of every type, one by one', async () => {
    const records = fc.sample(record, { seed: 7, numRuns: 60 });
    await store(records);
    for (const [field, is] of everyPair) {
      for (const filter of fc.sample(conditionOf(field, is), { seed: 11, numRuns: 12 })) await agrees(filter, records);
    }
    const covered = new Set(fields.map(({ type }) => type));
    const types = Object.keys(operatorsOfType).filter((type) => type !== 'phone' && type !== 'organisation');
    expect([...covered].sort()).toEqual(types.sort());
  });

  it('trees of all, any and not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 8 }),
        fc.array(tree, { minLength: 5, maxLength: 5 }),
        async (records, filters) => {
          await store(records);
          for (const filter of filters) await agrees(filter, records);
        },
      ),
      { numRuns: 40 },
    );
  });
});
