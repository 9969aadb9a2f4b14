/** What deals say of a person or an organisation, to filter lists by: of the deals that the reader sees. */
import type { FilterRecord } from '../../contract/filters.contract.ts';
import type { FieldSource, FilterField } from '../../platform/filters/filter-field.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { listDirectoryEntries } from '../directories/directories.usecases.ts';
import { dealOwner } from './deals.repository.ts';
import { selectPipelines } from './pipelines.repository.ts';

const holders: Readonly<Record<FilterRecord, string>> = {
  contact: 'd.contact_id = c.id',
  organisation: 'd.organisation_id = o.id',
};

const fieldsOf = (record: FilterRecord): FieldSource<Principal> => ({
  record,
  read: async (sql, reader) => {
    const within =
      (state: string): NonNullable<FilterField['within']> =>
      (tag, condition) =>
        tag`exists (select from deals d where ${tag.unsafe(holders[record])} and ${tag.unsafe(state)}
          and d.deleted_at is null and ${visiblePredicate(tag, reader, 'deals.read', dealOwner)} and ${condition})`;
    const open = within(`d.state = 'open'`);
    const base = { group: 'deals' } as const;
    const [pipelines, sources] = await Promise.all([selectPipelines(sql), listDirectoryEntries(sql, 'source')]);
    const options = pipelines.flatMap(({ name, stages, active }) =>
      stages.map((stage) => ({ id: stage.id, label: `${name}: ${stage.name}`, active })),
    );
    return [
      { ...base, key: 'deals.open', type: 'yes-no', value: (tag) => open(tag, tag.unsafe('true')) },
      { ...base, key: 'deals.potential', type: 'money', value: (tag) => tag.unsafe('d.potential'), within: open },
      {
        ...base,
        key: 'deals.stage',
        type: 'choice',
        options,
        value: (tag) => tag.unsafe('d.stage_id'),
        within: within('true'),
      },
      {
        ...base,
        key: 'deals.source',
        type: 'choice',
        options: sources.map(({ id, label, active }) => ({ id, label, active })),
        value: (tag) => tag.unsafe('d.source_id'),
        within: within('true'),
      },
      {
        ...base,
        key: 'deals.won',
        type: 'time',
        value: (tag) => tag.unsafe('d.closed_at'),
        within: within(`d.state = 'won'`),
      },
      {
        ...base,
        key: 'deals.lost',
        type: 'time',
        value: (tag) => tag.unsafe('d.closed_at'),
        within: within(`d.state = 'lost'`),
      },
    ];
  },
});

export const dealFields: readonly FieldSource<Principal>[] = [fieldsOf('contact'), fieldsOf('organisation')];
