/** What deals say of a person or an organisation, to filter lists by, and of themselves: of the deals that the reader sees. */
import { fieldOfOthers, fieldsOfOthers } from '../../platform/filters/fields-of-others.ts';
import type { FieldSource, FilterField } from '../../platform/filters/filter-field.ts';
import type { Principal } from '../access/principal.ts';
import { countedDeals, type Holder, organisationsOfDeals, peopleOfDeals } from './deal-holders.ts';
import { fieldsOfDeals } from './fields-of-deals.ts';
import { sumOfDeals } from './sum-of-deals.ts';

const group = 'deals';

const fieldsOf = (reader: Principal, holder: Holder, fields: readonly FilterField[]): FilterField[] => {
  /** One of the deals fits, of those that the reader sees. */
  const within =
    (state: string): NonNullable<FilterField['within']> =>
    (sql, condition) =>
      holder.some(sql, sql`${sql.unsafe(state)} and ${countedDeals(sql, reader)} and ${condition}`);
  const open = within(`d.state = 'open'`);
  const lost = within(`d.state = 'lost'`);
  const closed = (key: string, among: FilterField['within']): FilterField => ({
    key,
    type: 'time',
    group,
    value: (sql) => sql.unsafe('d.closed_at'),
    ...(among && { within: among }),
  });
  const named = (keys: readonly string[], among: NonNullable<FilterField['within']>) =>
    fields
      .filter(({ key }) => keys.includes(key))
      .map((field) => fieldOfOthers(field, { prefix: 'deals', group, within: among }));
  const everyone = ['pipeline', 'stage', 'owner', 'type', 'source', 'created'];
  return [
    { key: 'deals.open', type: 'yes-no', group, isElsewhere: true, value: (sql) => open(sql, sql.unsafe('true')) },
    ...named(['potential', 'expected-close'], open),
    sumOfDeals(reader, holder, { key: 'deals.sum-open', state: 'open' }),
    closed('deals.won', within(`d.state = 'won'`)),
    sumOfDeals(reader, holder, { key: 'deals.sum-won', state: 'won' }),
    closed('deals.lost', lost),
    ...named(['loss-reason'], lost),
    ...fieldsOfOthers(fields, everyone, { prefix: 'deals', group, within: within('true') }),
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
