/** Everything a call can be filtered by that this module knows. */
import { directions, outcomes } from '../../contract/calls.contract.ts';
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import { withoutOrder } from '../../platform/filters/fields-of-others.ts';
import type { CheckedCondition, FilterContext, FilterField } from '../../platform/filters/filter-field.ts';
import { likeText } from '../../platform/words/like-text.ts';
import { readNumberQuery } from '../contacts/search-conditions.ts';
import { readCustomFields } from '../custom-fields/custom-fields.usecases.ts';
import { customFilterFields } from '../custom-fields/custom-filter-fields.ts';
import { readQueueNames } from '../queues/queues.usecases.ts';
import { readDispositions } from './dispositions.repository.ts';

const group = 'call';
const words = (ids: readonly string[]) => ids.map((id) => ({ id, label: null, active: true }));

/** "Called number Y": the number of ours that was dialled, in any form. */
const dialledNumber = (alias: string): FilterField => ({
  key: 'dialled-number',
  type: 'phone',
  group,
  operators: ['is', 'begins'],
  matches: (sql, condition, { region }) => {
    if (condition.is !== 'is' && condition.is !== 'begins') return null;
    const { e164, digits, beginning } = readNumberQuery(condition.text, region);
    const [dialled, raw] = [sql.unsafe(`${alias}.dialled_e164`), sql.unsafe(`${alias}.dialled_raw`)];
    if (condition.is === 'begins') return sql`${dialled} like ${`${likeText(beginning ?? `+${digits}`)}%`}`;
    return e164 ? sql`${dialled} = ${e164}` : sql`${raw} = ${condition.text}`;
  },
  within: (sql, condition) => sql`(${sql.unsafe(`${alias}.direction`)} = 'inbound' and ${condition})`,
});

/** Whoever of ours took part. */
const agent = (alias: string): FilterField => ({
  key: 'agent',
  type: 'agent',
  group,
  operators: ['any-of', 'none-of', 'mine'],
  matches: (sql, condition, { mine }: FilterContext) => {
    const ids = condition.is === 'any-of' ? [...condition.ids] : mine.agentId === null ? [] : [mine.agentId];
    return sql`${sql.unsafe(`${alias}.agent_ids`)} && ${ids}::text[]`;
  },
});

/** With the organisation itself, or with somebody who belongs to it, be it a further one of theirs. */
function ofOrganisation(alias: string) {
  return (sql: Sql, condition: CheckedCondition): SqlQuery | null => {
    if (condition.is !== 'any-of') return null;
    const ids = [...condition.ids];
    return sql`(${sql.unsafe(`${alias}.organisation_id`)} = any(${ids}::text[]) or ${sql.unsafe(`${alias}.contact_id`)} in (
      select m.id from contacts m where m.organisation_id = any(${ids}::text[])
      union all select r.contact_id from contact_roles r where r.organisation_id = any(${ids}::text[])))`;
  };
}

/** @param alias where calls stand in the query: `calls`, or `k` for those of a person */
export async function fieldsOfCalls(sql: Sql, alias: 'calls' | 'k'): Promise<FilterField[]> {
  const [dispositions, queues, custom] = await Promise.all([
    readDispositions(sql),
    readQueueNames(sql),
    readCustomFields(sql, 'call'),
  ]);
  const own = (key: string, type: FilterField['type'], name: string): FilterField => ({
    key,
    type,
    group,
    value: (tag) => tag.unsafe(`${alias}.${name}`),
  });
  return [
    { ...own('direction', 'choice', 'direction'), options: words(directions) },
    { ...own('outcome', 'choice', 'outcome'), options: words(outcomes) },
    {
      ...own('result', 'choice', 'disposition_id'),
      options: dispositions.map(({ id, label, active }) => ({ id, label, active })),
    },
    {
      ...own('queue', 'choice', 'queue'),
      options: queues.map(({ name, title, present }) => ({ id: name, label: title ?? name, active: present })),
    },
    agent(alias),
    dialledNumber(alias),
    own('started', 'time', 'started_at'),
    own('talk-seconds', 'number', 'talk_seconds'),
    own('wait-seconds', 'number', 'wait_seconds'),
    own('contact', 'person', 'contact_id'),
    {
      key: 'organisation',
      type: 'organisation',
      group,
      operators: ['any-of', 'none-of'],
      matches: ofOrganisation(alias),
    },
    ...customFilterFields(custom, alias).map(withoutOrder),
  ];
}
