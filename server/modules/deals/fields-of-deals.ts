/** Everything a deal (`d`) can be filtered by that this module knows. */
import { dealStates } from '../../contract/pipelines.contract.ts';
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import { withoutOrder } from '../../platform/filters/fields-of-others.ts';
import type { CheckedCondition, FilterField } from '../../platform/filters/filter-field.ts';
import { likeText } from '../../platform/words/like-text.ts';
import { column, foldedColumn, optionsOf } from '../contacts/fields-in-common.ts';
import { readCustomFields } from '../custom-fields/custom-fields.usecases.ts';
import { customFilterFields } from '../custom-fields/custom-filter-fields.ts';
import { listDirectoryEntries } from '../directories/directories.usecases.ts';
import { listLossReasons } from './loss-reasons.usecases.ts';
import { selectPipelines } from './pipelines.repository.ts';

const group = 'deal';
const own = (key: string, type: FilterField['type'], name: string): FilterField => ({
  key,
  type,
  group,
  value: column('d', name),
});

const title: FilterField = {
  key: 'title',
  type: 'text',
  group,
  value: (sql) => sql.unsafe('search_text(d.title)'),
  // What a title contains, `search` contains, which has an index for that.
  matches: (sql, condition) => {
    if (condition.is !== 'contains') return null;
    const pattern = `%${likeText(condition.text)}%`;
    return sql`(d.search like search_text(${pattern}) and search_text(d.title) like search_text(${pattern}))`;
  },
};

/** Its owner or a further manager of it. */
const manager: FilterField = {
  key: 'manager',
  type: 'agent',
  group,
  operators: ['any-of', 'none-of', 'mine'],
  matches: (sql, condition, { mine }) => {
    const ids = condition.is === 'any-of' ? [...condition.ids] : mine.agentId === null ? [] : [mine.agentId];
    return sql`d.agent_ids && ${ids}::text[]`;
  },
};

/** The main person of it or one who takes part. The ids are found first, by the indexes of both tables. */
function ofPeople(sql: Sql, condition: CheckedCondition): SqlQuery | null {
  if (condition.is === 'not-empty') return sql`d.contact_id is not null`;
  if (condition.is !== 'any-of') return null;
  const ids = [...condition.ids];
  return sql`d.id in (select f.id from deals f where f.contact_id = any(${ids}::text[])
    union all select p.deal_id from deal_contacts p where p.contact_id = any(${ids}::text[]))`;
}

export async function fieldsOfDeals(sql: Sql): Promise<FilterField[]> {
  const [pipelines, types, sources, reasons, custom] = await Promise.all([
    selectPipelines(sql),
    listDirectoryEntries(sql, 'deal-type'),
    listDirectoryEntries(sql, 'source'),
    listLossReasons(sql),
    readCustomFields(sql, 'deal'),
  ]);
  const stages = pipelines.flatMap(({ name, stages: ofOne, active }) =>
    ofOne.map((stage) => ({ id: stage.id, label: `${name}: ${stage.name}`, active })),
  );
  return [
    title,
    {
      ...own('pipeline', 'choice', 'pipeline_id'),
      options: pipelines.map(({ id, name, active }) => ({ id, label: name, active })),
    },
    { ...own('stage', 'choice', 'stage_id'), options: stages },
    { ...own('state', 'choice', 'state'), options: dealStates.map((id) => ({ id, label: null, active: true })) },
    own('owner', 'agent', 'owner_agent_id'),
    manager,
    own('team', 'team', 'team_id'),
    { key: 'contact', type: 'person', group, matches: ofPeople },
    own('organisation', 'organisation', 'organisation_id'),
    own('partner', 'organisation', 'partner_id'),
    { ...own('potential', 'money', 'potential'), isIndexed: true },
    own('expected-sum', 'money', 'expected_sum'),
    { ...own('probability', 'number', 'probability'), isWhole: true },
    own('expected-close', 'date', 'expected_close'),
    own('stage-since', 'time', 'stage_since'),
    own('created', 'time', 'created_at'),
    own('closed', 'time', 'closed_at'),
    { ...own('type', 'choice', 'type_id'), options: optionsOf(types, ({ id }) => id) },
    { ...own('source', 'choice', 'source_id'), options: optionsOf(sources, ({ id }) => id) },
    { key: 'main-interest', type: 'text', group, ...foldedColumn('d', 'main_interest') },
    { key: 'advertising-channel', type: 'text', group, ...foldedColumn('d', 'advertising_channel') },
    {
      ...own('loss-reason', 'choice', 'loss_reason_id'),
      options: reasons.map(({ id, name, active }) => ({ id, label: name, active })),
    },
    ...customFilterFields(custom, 'd').map(withoutOrder),
  ];
}
