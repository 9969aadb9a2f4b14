/** What calls say of a person, to filter people by: beside the counts that stand on the person itself. */

import { outcomes } from '../../contract/calls.contract.ts';
import type { FieldSource, FilterField } from '../../platform/filters/filter-field.ts';
import { likeText } from '../../platform/words/like-text.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { readNumberQuery } from '../contacts/search-conditions.ts';
import { readDispositions } from './dispositions.repository.ts';

const callOwner = { ownerAgents: 'k.agent_ids', teams: 'k.team_ids' } as const;
const newerOwner = { ownerAgents: 'newer.agent_ids', teams: 'newer.team_ids' } as const;

export const callFields: FieldSource<Principal> = {
  record: 'contact',
  read: async (sql, reader) => {
    /**
     * One of the person's calls fits, of those that the reader sees. That they are somebody's is said twice, so that the
     * indexes of such calls serve as well when they are all looked up at once.
     */
    const within: NonNullable<FilterField['within']> = (tag, condition) =>
      tag`exists (select from calls k where k.contact_id = c.id and k.contact_id is not null
        and ${visiblePredicate(tag, reader, 'calls.read', callOwner)} and ${condition})`;
    const of = (key: string, type: FilterField['type'], name: string): FilterField => ({
      key,
      type,
      group: 'calls',
      value: (tag) => tag.unsafe(`k.${name}`),
      within,
    });
    const dispositions = (await readDispositions(sql)).map(({ id, label, active }) => ({ id, label, active }));
    return [
      dialledNumber(within),
      {
        ...of('calls.outcome', 'choice', 'outcome'),
        options: outcomes.map((id) => ({ id, label: null, active: true })),
      },
      { ...of('calls.result', 'choice', 'disposition_id'), options: dispositions },
      lastResult(dispositions, reader),
      {
        ...of('calls.agent', 'agent', 'agent_ids'),
        operators: ['any-of', 'none-of', 'mine'],
        matches: (tag, condition, { mine }) => {
          if (condition.is === 'any-of') return tag`k.agent_ids && ${[...condition.ids]}::text[]`;
          return tag`k.agent_ids && ${mine.agentId === null ? [] : [mine.agentId]}::text[]`;
        },
      },
    ];
  },
};

/** "Called number Y": the number of ours that was dialled, in any form. */
const dialledNumber = (within: NonNullable<FilterField['within']>): FilterField => ({
  key: 'calls.dialled-number',
  type: 'phone',
  group: 'calls',
  operators: ['is', 'begins'],
  matches: (tag, condition, { region }) => {
    if (condition.is !== 'is' && condition.is !== 'begins') return null;
    const { e164, digits, beginning } = readNumberQuery(condition.text, region);
    if (condition.is === 'begins') return tag`k.dialled_e164 like ${`${likeText(beginning ?? `+${digits}`)}%`}`;
    return e164 ? tag`k.dialled_e164 = ${e164}` : tag`k.dialled_raw = ${condition.text}`;
  },
  within: (tag, condition) => within(tag, tag`k.direction = 'inbound' and ${condition}`),
});

/** The newest result that a call of the person was given. */
const lastResult = (options: NonNullable<FilterField['options']>, reader: Principal): FilterField => ({
  key: 'calls.last-result',
  type: 'choice',
  group: 'calls',
  options,
  value: (tag) => tag.unsafe('k.disposition_id'),
  within: (tag, condition) =>
    tag`exists (select from calls k where k.contact_id = c.id and k.disposition_id is not null
      and ${visiblePredicate(tag, reader, 'calls.read', callOwner)} and ${condition}
      and not exists (select from calls newer where newer.contact_id = c.id and newer.disposition_id is not null
        and ${visiblePredicate(tag, reader, 'calls.read', newerOwner)}
        and (newer.started_at, newer.id) > (k.started_at, k.id)))`,
});
