import { describe, expect, test } from 'vitest';
import { type Campaign, campaignSettingsSchema } from '$contract/campaigns.contract.ts';
import { draftOf, rebase, settingsOf, wrongIn } from './campaign-draft.ts';

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
    const results = { dsp_1: { again: 'never' as const, consequences: [task] } };
    expect(wrongIn({ ...draftOf(campaign), results })).toEqual(['results']);
    const withLetter = (text: string) => {
      const letter = { kind: 'message' as const, subject: 'Offer', text, afterSeconds: 0 };
      return wrongIn({ ...draftOf(campaign), results: { dsp_1: { again: 'never', consequences: [letter] } } });
    };
    expect(withLetter('Dear {{ customer.name }}')).toEqual([]);
    expect(withLetter('Dear {{customer.role}}'), 'not known of everybody').toEqual(['results']);
    expect(withLetter(' ')).toEqual(['results']);
  });

  test('keeps what was typed when the campaign changes meanwhile, and takes over the rest', () => {
    const base = draftOf(campaign);
    const typed = { ...base, name: 'Winter', who: { agentIds: ['agt_1'], teamIds: [] } };
    const now = draftOf({ ...campaign, name: 'Spring', priority: 9, mode: 'power' });
    expect(rebase(typed, base, now)).toEqual({ ...now, name: 'Winter', who: { agentIds: ['agt_1'], teamIds: [] } });
    expect(rebase(base, base, now)).toEqual(now);
  });
});
