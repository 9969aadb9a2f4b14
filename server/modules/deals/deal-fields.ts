/** What deals say of a person or an organisation, to filter lists by, and of themselves: of the deals that the reader sees. */
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import { fieldOfOthers, fieldsOfOthers } from '../../platform/filters/fields-of-others.ts';
import type { FieldSource, FilterField } from '../../platform/filters/filter-field.ts';
import type { Principal } from '../access/principal.ts';
import { countedDeals, type Holder, organisationsOfDeals, peopleOfDeals } from './deal-holders.ts';
import { fieldsOfDeals } from './fields-of-deals.ts';
import { sumOfDeals } from './sum-of-deals.ts';

const group = 'deals';

const fieldsOf = (reader: Principal, holder: Holder, fields: readonly FilterField[]): FilterField[] => {
  /** Deals of a state, of those that the reader sees: one of them fits. */
  const placeOf = (state: string) => {
    const such = (sql: Sql, condition: SqlQuery) =>
      sql`${sql.unsafe(state)} and ${countedDeals(sql, reader)} and ${condition}`;
    return {
      prefix: 'deals',
      group,
      within: (sql: Sql, condition: SqlQuery) => holder.some(sql, such(sql, condition)),
      holders: (sql: Sql, condition: SqlQuery) => holder.ids(sql, such(sql, condition)),
    };
  };
  const [open, won, lost] = [placeOf(`d.state = 'open'`), placeOf(`d.state = 'won'`), placeOf(`d.state = 'lost'`)];
  const closed = (key: string, { within, holders }: ReturnType<typeof placeOf>): FilterField => ({
    ...{ key, type: 'time', group, within, holders },
    value: (sql) => sql.unsafe('d.closed_at'),
  });
  const named = (keys: readonly string[], place: ReturnType<typeof placeOf>) =>
    fields.filter(({ key }) => keys.includes(key)).map((field) => fieldOfOthers(field, place));
  const everyone = ['pipeline', 'stage', 'owner', 'type', 'source', 'created'];
  return [
    {
      ...{ key: 'deals.open', type: 'yes-no', group, isElsewhere: true },
      value: (sql) => open.within(sql, sql.unsafe('true')),
      holders: (sql, _fits, asked) =>
        asked.is === 'yes-no' && asked.yes ? open.holders(sql, sql.unsafe('true')) : null,
    },
    ...named(['potential', 'expected-close'], open),
    sumOfDeals(reader, holder, { key: 'deals.sum-open', state: 'open' }),
    closed('deals.won', won),
    sumOfDeals(reader, holder, { key: 'deals.sum-won', state: 'won' }),
    closed('deals.lost', lost),
    ...named(['loss-reason'], lost),
    ...fieldsOfOthers(fields, everyone, placeOf('true')),
  ];
};

const sourceOf = (holder: Holder): FieldSource<Principal> => ({
  record: holder.record,
  read: async (sql, reader) => fieldsOf(reader, holder, await fieldsOfDeals(sql)),
});

export const dealFields: readonly FieldSource<Principal>[] = [
  sourceOf(peopleOfDeals),
  sourceOf(organisationsOfDeals),
  { record: 'deal', read: (sql) => fieldsOfDeals(sql) },
];
