import { describe, expect, it } from 'vitest';
import { contactRules } from './merge-rules.ts';
import { planMerge, suggestSurvivor } from './plan-merge.ts';
import { planUnmerge } from './plan-unmerge.ts';

const row = (change: object) => ({
  name: '',
  role: null,
  organisation_id: null,
  lifecycle: 'lead',
  owner_agent_id: null,
  team_id: null,
  emails: [],
  addresses: [],
  notes: '',
  vip: false,
  birthday: null,
  main_need: '',
  satisfaction: null,
  source_id: null,
  custom: {},
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  ...change,
});
const plan = (rows: object[], choices = {}) =>
  planMerge(
    rows.map((change, index) => ({ id: 'abc'[index]!, row: row(change) })),
    contactRules,
    choices,
  );
const field = (planned: ReturnType<typeof plan>, name: string) => planned.fields.find((one) => one.field === name)!;

describe('[CRM-6] what a merged person looks like', () => {
  it('[CRM-6] keeps the longest name, says yes to VIP when any is one, and changes nothing that is the same', () => {
    const planned = plan([{ name: 'Ann' }, { name: 'Ann Petrova', vip: true }]);
    expect(planned.columns).toEqual({ name: 'Ann Petrova', vip: true });
    expect(field(planned, 'name')).toMatchObject({ from: 'b', conflict: true, because: 'longest' });
    expect(field(planned, 'vip')).toMatchObject({ from: 'b', conflict: false, because: 'only-one' });
  });

  it('[CRM-6] takes the earliest source, the latest satisfaction, and the owner with the team', () => {
    const planned = plan([
      { source_id: 'web', satisfaction: 2, created_at: '2026-03-01T00:00:00Z', updated_at: '2026-03-01T00:00:00Z' },
      { source_id: 'call', satisfaction: 5, updated_at: '2026-05-01T00:00:00Z', owner_agent_id: 'o', team_id: 't' },
    ]);
    expect(planned.columns).toEqual({ source_id: 'call', satisfaction: 5, owner_agent_id: 'o', team_id: 't' });
  });

  it('[CRM-6] unites lists without doubles with one primary address, and joins notes', () => {
    const home = { text: 'Main st. 1', primary: true };
    const planned = plan([
      { emails: ['a'], addresses: [home], notes: 'one' },
      {
        emails: ['a', 'b'],
        addresses: [
          { ...home, primary: false },
          { text: 'Other st.', primary: true },
        ],
        notes: 'two',
      },
    ]);
    expect(planned.columns).toEqual({
      emails: ['a', 'b'],
      addresses: [home, { text: 'Other st.', primary: false }],
      notes: 'one\n\ntwo',
    });
  });

  it('[CRM-6] decides own fields one by one, a choice wins, and an unknown choice is told', () => {
    const rows = [{ custom: { size: 'S', tags: ['x'] } }, { custom: { size: 'L', tags: ['y'], since: 2020 } }];
    expect(plan(rows).columns).toEqual({ custom: { size: 'S', tags: ['x', 'y'], since: 2020 } });
    const chosen = plan(rows, { 'custom.size': 'b', shoe: 'a', name: 'z' });
    expect(chosen.columns).toEqual({ custom: { size: 'L', tags: ['x', 'y'], since: 2020 } });
    expect(chosen.unknown).toEqual(['shoe', 'name']);
    expect(field(chosen, 'custom.size')).toMatchObject({ from: 'b', because: 'chosen', conflict: true });
  });

  it('[CRM-6] a chosen emptiness empties', () => {
    expect(plan([{ birthday: '1980-05-17' }, {}], { birthday: 'b' }).columns).toEqual({ birthday: null });
  });

  it('[CRM-6] the one with more history stays, of two alike the older', () => {
    const old = { id: 'old', history: 1, createdAt: '2020' };
    expect(suggestSurvivor([{ id: 'new', history: 3, createdAt: '2024' }, old])).toBe('new');
    expect(suggestSurvivor([{ id: 'new', history: 1, createdAt: '2024' }, old])).toBe('old');
  });
});

describe('[CRM-6] what an undo puts back', () => {
  const before = { name: 'Ann', emails: ['a'], custom: { size: 'S' }, owner_agent_id: null, team_id: null };
  const after = {
    name: 'Ann Petrova',
    emails: ['a', 'b'],
    custom: { size: 'S', since: 2020 },
    owner_agent_id: 'o',
    team_id: 't',
  };

  it('[CRM-6] everything, when nobody touched it', () => {
    expect(planUnmerge(before, after, after, contactRules)).toEqual({ columns: before, kept: [] });
  });

  it('[CRM-6] of a list only what the merge had added; an own field that was changed since stays', () => {
    const now = { ...after, emails: ['b', 'c', 'a'], custom: { size: 'S', since: 2021, new: 1 }, name: 'Other' };
    expect(planUnmerge(before, after, now, contactRules)).toEqual({
      columns: { emails: ['c', 'a'], custom: { size: 'S', since: 2021, new: 1 }, owner_agent_id: null, team_id: null },
      kept: ['name', 'custom.since'],
    });
  });

  it('[CRM-6] an owner who was changed since keeps the team', () => {
    const now = { ...after, owner_agent_id: 'p' };
    const planned = planUnmerge(before, after, now, contactRules);
    expect(planned.columns).not.toHaveProperty('team_id');
    expect(planned.kept).toEqual(['ownerId']);
  });
});
