/**
 * What calls say of a person or an organisation, to filter lists by, beside the counts that stand on the person itself; and of
 * themselves: of the calls that the reader sees.
 */
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import { fieldsOfOthers } from '../../platform/filters/fields-of-others.ts';
import type { FieldSource, FilterField } from '../../platform/filters/filter-field.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { organisationsOfPeople } from '../contacts/fields-in-common.ts';
import { fieldsOfCalls } from './fields-of-calls.ts';

const callOwner = { ownerAgents: 'k.agent_ids', teams: 'k.team_ids' } as const;
const newerOwner = { ownerAgents: 'newer.agent_ids', teams: 'newer.team_ids' } as const;

const group = 'calls';
const ofOthers = ['direction', 'outcome', 'result', 'queue', 'agent', 'dialled-number'];

const people: FieldSource<Principal> = {
  record: 'contact',
  read: async (sql, reader) => {
    /**
     * One of the person's calls fits, of those that the reader sees. That they are somebody's is said twice, so that the
     * indexes of such calls serve as well when they are all looked up at once.
     */
    const within: NonNullable<FilterField['within']> = (tag, condition) =>
      tag`exists (select from calls k where k.contact_id = c.id and k.contact_id is not null
        and ${visiblePredicate(tag, reader, 'calls.read', callOwner)} and ${condition})`;
    const holders = (tag: Sql, condition: SqlQuery) =>
      tag`select k.contact_id from calls k where k.contact_id is not null
        and ${visiblePredicate(tag, reader, 'calls.read', callOwner)} and ${condition}`;
    const fields = await fieldsOfCalls(sql, 'k');
    const dispositions = fields.find(({ key }) => key === 'result')?.options ?? [];
    return [
      ...fieldsOfOthers(fields, ofOthers, { prefix: 'calls', group, within, holders }),
      lastResult(dispositions, reader),
    ];
  },
};

/** The newest result that a call of the person was given. */
const lastResult = (options: NonNullable<FilterField['options']>, reader: Principal): FilterField => ({
  key: 'calls.last-result',
  type: 'choice',
  group,
  options,
  value: (tag) => tag.unsafe('k.disposition_id'),
  within: (tag, condition) =>
    tag`exists (select from calls k where k.contact_id = c.id and k.disposition_id is not null
      and ${visiblePredicate(tag, reader, 'calls.read', callOwner)} and ${condition}
      and not exists (select from calls newer where newer.contact_id = c.id and newer.disposition_id is not null
        and ${visiblePredicate(tag, reader, 'calls.read', newerOwner)}
        and (newer.started_at, newer.id) > (k.started_at, k.id)))`,
});

const organisations: FieldSource<Principal> = {
  record: 'organisation',
  read: async (sql, reader) => {
    /**
     * Calls with its people, be it a further organisation of theirs, and with numbers of its own. `offset 0`: each organisation is
     * asked by itself, as for a page; else PostgreSQL may work out the calls of all for a few of them. `among` is for all.
     */
    const within: NonNullable<FilterField['within']> = (tag, condition) => {
      const fits = tag`${visiblePredicate(tag, reader, 'calls.read', callOwner)} and ${condition}`;
      return tag`(exists (select from ${tag.unsafe(organisationsOfPeople)} x join calls k on k.contact_id = x.person_id
          where x.organisation_id = o.id and k.contact_id is not null and ${fits} offset 0)
        or exists (select from calls k where k.organisation_id = o.id and k.contact_id is null and ${fits}))`;
    };
    const holders = (tag: Sql, condition: SqlQuery) => {
      const fits = tag`${visiblePredicate(tag, reader, 'calls.read', callOwner)} and ${condition}`;
      return tag`select x.organisation_id from calls k join ${tag.unsafe(organisationsOfPeople)} x on x.person_id = k.contact_id and x.organisation_id is not null
          where k.contact_id is not null and ${fits}
        union all select k.organisation_id from calls k where k.organisation_id is not null and k.contact_id is null and ${fits}`;
    };
    const among: FilterField['among'] = (tag, condition) => tag`o.id in (${holders(tag, condition)})`;
    return fieldsOfOthers(await fieldsOfCalls(sql, 'k'), ofOthers, { prefix: 'calls', group, within, among, holders });
  },
};

/** A call by itself, for the log. */
const calls: FieldSource<Principal> = { record: 'call', read: (sql) => fieldsOfCalls(sql, 'calls') };

export const callFields: readonly FieldSource<Principal>[] = [people, organisations, calls];
