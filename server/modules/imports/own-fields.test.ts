import { describe, expect, it } from 'vitest';
import { customField } from '../../../test/factories/custom-field.ts';
import type { CustomField, CustomFieldType } from '../../contract/custom-fields.contract.ts';
import { columnsOf, customTargets } from './custom-targets.ts';
import { guessColumns } from './guess-columns.ts';
import { targetsOf } from './import-targets.ts';
import { planUndo, planUpdate, type RecordFields, type RowFields } from './plan-update.ts';
import { readCustomCell } from './read-custom-cell.ts';
import { readRow } from './read-row.ts';

const options = [
  { id: 'red', label: 'Red', active: true },
  { id: 'red-white', label: 'Red, white', active: true },
  { id: 'grey', label: 'Grey', active: false },
];
const field = (type: CustomFieldType, more: Partial<CustomField> = {}) => customField(type, { options, ...more });
const read = (type: CustomFieldType, cell: string, region = 'RU') => {
  const done = readCustomCell(field(type), cell, region);
  return 'because' in done ? done.because : done.value;
};
const context = {
  region: 'RU',
  owners: new Map(),
  lifecycles: new Map(),
  sources: new Map(),
  importer: { agentId: null, mayHide: false },
};

describe('[CRM-3] [IMP-1] a cell for a field of the firm', () => {
  it.each<[CustomFieldType, string, unknown]>([
    ['text', ' Oak boards ', 'Oak boards'],
    ['text', '-', '-'],
    ['number', '1 250,5', 1250.5],
    ['number', '-', null],
    ['number', '15 %', 15],
    ['money', '1 250,50 ₽', '1250.50'],
    ['money', '€ 12', '12.00'],
    ['money', '300 руб.', '300.00'],
    ['money', 'USD 7,5', '7.50'],
    ['money', '0.30000000000000004', '0.30'],
    ['money', '−5', '-5.00'],
    ['date', '2026-11-26', '2026-11-26'],
    ['date', '2026-11-26 00:00:00', '2026-11-26'],
    ['date', '26.11.2026', '2026-11-26'],
    ['date', '3/4/2026', '2026-04-03'],
    ['yes-no', 'Да', true],
    ['yes-no', 'нет', false],
    ['choice', 'RED', 'red'],
    ['choice', 'нет', null],
    ['choices', 'red, white', ['red-white']],
    ['choices', 'Red; Red, white', ['red', 'red-white']],
    ['link', 'example.com/a', 'https://example.com/a'],
  ])('%s: %j is kept as %j', (type, cell, kept) => expect(read(type, cell)).toEqual(kept));

  it.each<[CustomFieldType, string, string]>([
    ['text', 'x'.repeat(2_001), 'too-long'],
    ['number', 'many', 'no-number'],
    ['number', '₽', 'no-number'],
    ['money', '1.2345', 'no-amount'],
    ['date', '12/31/2026', 'no-date'],
    ['date', '26.11.26', 'no-date'],
    ['date', '31.02.2026', 'no-date'],
    ['yes-no', 'perhaps', 'no-yes-or-no'],
    ['choice', 'Green', 'unknown-choice'],
    ['choice', 'Grey', 'choice-off'],
    ['choices', 'Red; Green', 'unknown-choice'],
    ['choices', 'Red; Grey', 'choice-off'],
    ['link', 'javascript:alert(1)', 'no-link'],
  ])('%s: %j is refused: %s', (type, cell, because) => expect(read(type, cell)).toBe(because));

  it('reads a date with slashes as the month first only in the United States', () => {
    expect(read('date', '12/31/2026', 'US')).toBe('2026-12-31');
    expect(read('date', '31.12.2026', 'US')).toBe('2026-12-31');
  });
});

describe('[CRM-3] [IMP-1] columns that are fields of the firm', () => {
  const fields = [
    field('money', { key: 'budget', label: 'Годовой бюджет' }),
    field('choice', { key: 'kind', label: 'Категория' }),
    field('text', { key: 'plan', label: 'Plan 2' }),
    field('text', { key: 'old', label: 'Old', active: false }),
    field('person', { key: 'friend', label: 'Recommended by' }),
  ];
  const targets = [...targetsOf('contacts'), ...customTargets(fields, 'contacts')];
  const guess = (header: string, ...cells: string[]) =>
    guessColumns(
      [header],
      cells.map((cell) => [cell]),
      targets,
      'RU',
    )[0]?.target ?? null;

  it('are guessed by the name of the field, before one that every firm has', () => {
    expect(guess('годовой бюджет', '1000')).toBe('custom.budget');
    expect(guess('Категория', 'Red')).toBe('custom.kind');
    expect(guess('plan 2', 'x')).toBe('custom.plan');
    expect(guess('Recommended by', 'Anna')).toBe('custom.friend');
  });

  it('are not guessed when the contents speak against it, or the field is switched off', () => {
    expect(guess('Годовой бюджет', 'large', 'small')).toBeNull();
    expect(guess('Категория', 'client', 'partner')).toBe('lifecycle');
    expect(guess('Old', 'x')).toBeNull();
  });

  it('make a problem in words of a value that cannot be, and of a field that is off or gone', () => {
    const problem = (key: string, cell: string) =>
      readRow(['A', cell], columnsOf(['name', key], targets), context)?.problem;
    expect(problem('custom.budget', 'large')).toBe('custom.budget:no-amount');
    expect(problem('custom.old', 'x')).toBe('custom.old:field-off');
    expect(problem('custom.never', 'x')).toBe('custom.never:field-off');
    expect(problem('custom.never', '')).toBeNull();
  });

  it('keep a person as written until the base is asked', () => {
    const row = readRow(['A', '8 (916) 123-45-67'], columnsOf(['name', 'custom.friend'], targets), context);
    expect(row?.draft.custom).toEqual({ friend: { person: '8 (916) 123-45-67', e164: '+79161234567' } });
    expect(readRow(['A', 'нет'], columnsOf(['name', 'custom.friend'], targets), context)?.draft.custom).toBeNull();
  });
});

describe('[CRM-3] [IMP-1] own fields of a record that is known', () => {
  const current: RecordFields = {
    name: 'Anna',
    role: null,
    organisation_id: null,
    lifecycle: 'lead',
    owner_agent_id: null,
    emails: [],
    notes: '',
    vip: false,
    time_zone: null,
    custom: { city: 'Riga', size: 4 },
  };
  const silent = Object.fromEntries(Object.keys(current).map((key) => [key, null])) as RowFields;
  const row = { ...silent, custom: { city: 'Oslo', tags: ['a'] } };
  const none = { known: [], given: [] };

  it('are filled, or taken, one by one', () => {
    expect(planUpdate('empty', current, row, none)).toMatchObject({
      before: { custom: { tags: null } },
      after: { custom: { tags: ['a'] } },
      fields: { custom: { city: 'Riga', size: 4, tags: ['a'] } },
    });
    expect(planUpdate('all', current, row, none)?.fields.custom).toEqual({ city: 'Oslo', size: 4, tags: ['a'] });
    expect(planUpdate('all', current, { ...silent, custom: { city: 'Riga' } }, none)).toBeNull();
  });

  it('go back one by one: what somebody changed since stays and is named', () => {
    const plan = planUpdate('all', current, row, none)!;
    const since = { ...current, custom: { ...plan.fields.custom, city: 'Bergen', other: true } };
    expect(planUndo(plan, since)).toEqual({
      restore: { custom: { city: 'Bergen', size: 4, other: true } },
      kept: ['custom.city'],
    });
  });
});
