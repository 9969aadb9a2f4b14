import { describe, expect, test } from 'vitest';
import { type Campaign, campaignSettingsSchema } from '$contract/campaigns.contract.ts';
import { draftOf, rebase, settingsOf, wrongIn } from './campaign-draft.ts';
import { ruleDraftOf } from './retry-draft.ts';

const settings = campaignSettingsSchema.parse({
  name: 'Autumn',
  results: [
    {
      dispositionId: 'dsp_1',
      retry: { kind: 'ladder', afterSeconds: [60, 600], otherNumber: true },
      consequences: [{ kind: 'owner' }],
    },
  ],
});
const time = '2026-03-02T09:00:00.000Z';
const campaign: Campaign = {
  ...settings,
  ...{ id: 'cam_1', state: 'draft', isTemplate: false, startedAt: null, finishedAt: null },
  ...{ createdAt: time, updatedAt: time, version: 1 },
};

describe('[CAM-9] the form of a campaign', () => {
  test('loses nothing of what it does not show', () => {
    expect(settingsOf(draftOf(campaign), campaign)).toEqual(settings);
  });

  test('says by name what cannot be right', () => {
    expect(wrongIn(draftOf(campaign))).toEqual([]);
    expect(wrongIn({ ...draftOf(campaign), name: ' ', ratio: '0', maxAbandonedPercent: '21' })).toEqual([
      'name',
      'ratio',
      'maxAbandonedPercent',
    ]);
    const task = { kind: 'task' as const, title: ' ', afterSeconds: 0, to: 'agent' as const };
    const results = { dsp_1: { rule: ruleDraftOf(null), consequences: [task] } };
    expect(wrongIn({ ...draftOf(campaign), results })).toEqual(['results']);
    const withLetter = (text: string) => {
      const letter = { kind: 'message' as const, subject: 'Offer', text, afterSeconds: 0 };
      return wrongIn({ ...draftOf(campaign), results: { dsp_1: { rule: ruleDraftOf(null), consequences: [letter] } } });
    };
    expect(withLetter('Dear {{ customer.name }}')).toEqual([]);
    expect(withLetter('Dear {{customer.role}}'), 'not known of everybody').toEqual(['results']);
    expect(withLetter(' ')).toEqual(['results']);
  });

  test('keeps to the second what was not touched, be it finer than the form shows', () => {
    const fine: Campaign = {
      ...campaign,
      retry: { ...campaign.retry, busy: { kind: 'fixed', afterSeconds: 95, most: 2, otherNumber: false } },
      limits: { ...campaign.limits, gapSeconds: 3_601, abandonedLockSeconds: 5_000 },
    };
    expect(settingsOf({ ...draftOf(fine), name: 'Winter' }, fine)).toMatchObject({
      name: 'Winter',
      retry: fine.retry,
      limits: fine.limits,
    });
  });

  test('sends the rules, limits, goal and prices that were typed', () => {
    const draft = draftOf(campaign);
    draft.retry.busy = {
      ...draft.retry.busy,
      kind: 'growing',
      after: { amount: '10', unit: 'minutes' },
      factor: '1,5',
    };
    draft.retry.declined = { ...draft.retry.declined, kind: 'never' };
    const typed = { ...draft, numberForLife: '4', personPerDay: '', goalWhat: 'sales' as const, goalCount: '100' };
    const sent = settingsOf({ ...typed, costPerAttempt: '0,05', gapMinutes: '30', lockHours: '24' }, campaign);
    expect(sent.retry.busy).toEqual({ kind: 'growing', afterSeconds: 600, factor: 1.5, most: 3, otherNumber: false });
    expect(sent.retry.declined).toBeNull();
    expect(sent.limits.perNumber.forLife).toBe(4);
    expect(sent.limits.perPerson.perDay).toBeNull();
    expect(sent.limits).toMatchObject({ gapSeconds: 1800, abandonedLockSeconds: 86_400 });
    expect(sent.goal).toEqual({ what: 'sales', count: 100 });
    expect(sent.cost).toEqual({ perAttempt: 0.05, perTalkMinute: 0, perAgentHour: 0 });
    expect(campaignSettingsSchema.parse(sent)).toEqual(sent);
  });

  test('asks how many when there is a goal, and nothing of it when there is none', () => {
    expect(wrongIn({ ...draftOf(campaign), goalWhat: 'sales', goalCount: '' })).toEqual(['goalCount']);
    expect(wrongIn({ ...draftOf(campaign), goalWhat: 'none', goalCount: 'x' })).toEqual([]);
  });

  test('refuses a rule that cannot be', () => {
    const draft = draftOf(campaign);
    draft.retry.busy = { ...ruleDraftOf(null), kind: 'fixed', most: '0' };
    expect(wrongIn(draft)).toEqual(['retry']);
    draft.retry.busy = { ...ruleDraftOf(null), kind: 'fixed', after: { amount: '91', unit: 'days' } };
    expect(wrongIn(draft)).toEqual(['retry']);
    draft.retry.busy = { ...ruleDraftOf(null), kind: 'ladder', steps: [] };
    expect(wrongIn(draft)).toEqual(['retry']);
  });

  test('keeps what was typed when the campaign changes meanwhile, and takes over the rest', () => {
    const base = draftOf(campaign);
    const typed = { ...base, name: 'Winter', who: { agentIds: ['agt_1'], teamIds: [] } };
    const now = draftOf({ ...campaign, name: 'Spring', priority: 9, mode: 'power' });
    expect(rebase(typed, base, now)).toEqual({ ...now, name: 'Winter', who: { agentIds: ['agt_1'], teamIds: [] } });
    expect(rebase(base, base, now)).toEqual(now);
  });
});
