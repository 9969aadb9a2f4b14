/** Words of fields, their groups and what can be asked of them. */
import type { FieldDescription, FilterOperator } from '$contract/filters.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Orderable } from '$lib/ui/list-order.svelte.ts';

const fields: Readonly<Record<string, () => string>> = {
  name: m.seg_f_name,
  lifecycle: m.seg_f_lifecycle,
  owner: m.seg_f_owner,
  team: m.seg_f_team,
  phone: m.seg_f_phone,
  'do-not-call': m.seg_f_do_not_call,
  emails: m.seg_f_emails,
  source: m.seg_f_source,
  city: m.seg_f_city,
  notes: m.seg_f_notes,
  created: m.seg_f_created,
  updated: m.seg_f_updated,
  role: m.seg_f_role,
  organisation: m.seg_f_organisation,
  vip: m.seg_f_vip,
  birthday: m.seg_f_birthday,
  'main-need': m.seg_f_main_need,
  satisfaction: m.seg_f_satisfaction,
  'advertising-channel': m.seg_f_advertising_channel,
  'calls.last': m.seg_f_calls_last,
  'calls.last-reached': m.seg_f_calls_last_reached,
  'calls.count': m.seg_f_calls_count,
  'calls.attempts': m.seg_f_calls_attempts,
  'calls.reached': m.seg_f_calls_reached,
  'calls.dialled-number': m.seg_f_calls_dialled_number,
  'calls.outcome': m.seg_f_calls_outcome,
  'calls.result': m.seg_f_calls_result,
  'calls.last-result': m.seg_f_calls_last_result,
  'calls.agent': m.seg_f_calls_agent,
  'open-complaint': m.seg_f_open_complaint,
  'tasks.open': m.seg_f_tasks_open,
  'tasks.due': m.seg_f_tasks_due,
  'missed-call.open': m.seg_f_missed_call_open,
  'deals.open': m.seg_f_deals_open,
  'deals.potential': m.seg_f_deals_potential,
  'deals.stage': m.seg_f_deals_stage,
  'deals.source': m.seg_f_deals_source,
  'deals.won': m.seg_f_deals_won,
  'deals.lost': m.seg_f_deals_lost,
  'deals.pipeline': m.seg_f_deals_pipeline,
  'deals.owner': m.seg_f_deals_owner,
  'deals.type': m.seg_f_deals_type,
  'deals.created': m.seg_f_deals_created,
  'deals.expected-close': m.seg_f_deals_expected_close,
  'deals.sum-open': m.seg_f_deals_sum_open,
  'deals.sum-won': m.seg_f_deals_sum_won,
  'deals.loss-reason': m.seg_f_deals_loss_reason,
  'tasks.overdue': m.seg_f_tasks_overdue,
  'tasks.kind': m.seg_f_tasks_kind,
  'tasks.agent': m.seg_f_tasks_agent,
  'tasks.done': m.seg_f_tasks_done,
  'calls.direction': m.seg_f_calls_direction,
  'calls.queue': m.seg_f_calls_queue,
  'organisation.name': m.seg_f_organisation_name,
  'organisation.lifecycle': m.seg_f_organisation_lifecycle,
  'organisation.owner': m.seg_f_organisation_owner,
  'organisation.team': m.seg_f_organisation_team,
  'organisation.source': m.seg_f_organisation_source,
  'organisation.city': m.seg_f_organisation_city,
  'organisation.parent': m.seg_f_parent,
  'organisation.created': m.seg_f_organisation_created,
  title: m.deals_title,
  pipeline: m.deals_pipeline,
  stage: m.deals_stage,
  state: m.deals_state,
  manager: m.deals_managers,
  contact: m.deals_contact,
  partner: m.deals_partner,
  potential: m.deals_potential,
  'expected-sum': m.deals_expected,
  probability: m.deals_probability,
  'expected-close': m.deals_expected_close,
  'stage-since': m.seg_f_stage_since,
  closed: m.seg_f_closed,
  type: m.deals_type,
  'main-interest': m.deals_main_interest,
  'loss-reason': m.seg_f_loss_reason,
  kind: m.tasks_col_kind,
  priority: m.task_priority,
  agent: m.seg_f_agent,
  start: m.task_start,
  due: m.tasks_col_due,
  done: m.seg_f_done,
  direction: m.calls_direction,
  outcome: m.calls_outcome,
  result: m.calls_result,
  queue: m.calls_queue,
  'dialled-number': m.calls_dialled,
  started: m.calls_began,
  'talk-seconds': m.seg_f_talk_seconds,
  'wait-seconds': m.seg_f_wait_seconds,
  parent: m.seg_f_parent,
  website: m.seg_f_website,
  'has-people': m.seg_f_has_people,
};

/**
 * The firm's own word, the console's, or the key of a field that is newer than this console. An own field of other records
 * says whose it is: a person and their deals may both have a budget.
 */
export function fieldLabel({ key, label, group }: Pick<FieldDescription, 'key' | 'label' | 'group'>): string {
  if (label === null) return fields[key]?.() ?? key;
  return key.startsWith('custom.') ? label : `${ownGroupLabel(key, group)}: ${label}`;
}

const orderKinds: Partial<Record<FieldDescription['type'], Orderable['kind']>> = {
  number: 'number',
  money: 'number',
  date: 'time',
  time: 'time',
};

/** The fields that give a list an order. */
export const orderablesOf = (items: readonly FieldDescription[]): Orderable[] =>
  items
    .filter(({ sortable }) => sortable)
    .map((field) => ({ key: field.key, label: fieldLabel(field), kind: orderKinds[field.type] ?? 'text' }));

const ownGroupLabel = (key: string, group: string): string =>
  key.startsWith('tasks.') ? m.seg_group_tasks() : groupLabel(group);

const groups: Readonly<Record<string, () => string>> = {
  person: m.seg_group_person,
  organisation: m.seg_group_organisation,
  custom: m.seg_group_custom,
  calls: m.seg_group_calls,
  work: m.seg_group_work,
  deals: m.seg_group_deals,
  deal: m.seg_group_deal,
  task: m.seg_group_task,
  call: m.seg_group_call,
};
export const groupLabel = (group: string): string => groups[group]?.() ?? group;

export const operatorWords: Readonly<Record<FilterOperator, () => string>> = {
  is: m.seg_o_is,
  'is-not': m.seg_o_is_not,
  contains: m.seg_o_contains,
  'contains-not': m.seg_o_contains_not,
  begins: m.seg_o_begins,
  equals: m.seg_o_equals,
  'less-than': m.seg_o_less_than,
  'more-than': m.seg_o_more_than,
  between: m.seg_o_between,
  on: m.seg_o_on,
  before: m.seg_o_before,
  after: m.seg_o_after,
  'last-days': m.seg_o_last_days,
  'older-than-days': m.seg_o_older_than_days,
  'not-in-last-days': m.seg_o_not_in_last_days,
  'next-days': m.seg_o_next_days,
  'this-month': m.seg_o_this_month,
  'anniversary-in-days': m.seg_o_anniversary,
  'any-of': m.seg_o_any_of,
  'none-of': m.seg_o_none_of,
  mine: m.seg_o_mine,
  country: m.seg_o_country,
  empty: m.seg_o_empty,
  'not-empty': m.seg_o_not_empty,
};
