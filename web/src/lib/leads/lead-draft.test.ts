import { expect, test } from 'vitest';
import { type LeadSettings, leadRules } from '$contract/leads.contract.ts';
import { countriesOf, draftOf, newRegion, newSkill, settingsOf } from './lead-draft.ts';

const settings: LeadSettings = {
  on: true,
  handMade: 'rules',
  order: leadRules.map((rule) => ({ rule, on: rule !== 'load' })),
  takers: { agentIds: ['a'], teamIds: ['t'] },
  regions: [{ name: 'South', countries: ['IT', 'FR'], timeZones: ['Europe/Rome'], agentIds: ['a'], teamIds: [] }],
  skills: [
    {
      ...{ name: 'Fair', sourceIds: ['s'], channels: ['Hall 7'], agentIds: [], teamIds: ['t'] },
      ...{ countries: ['FR'], timeZones: ['Europe/Paris'], skillId: 'k' },
    },
    {
      ...{ name: 'By name', sourceIds: ['s'], channels: [], agentIds: ['a'], teamIds: [] },
      ...{ countries: [], timeZones: [], skillId: null },
    },
  ],
  untouched: { on: true, afterMinutes: 180, most: 3 },
};

test('[CRM-8] what was saved is what the form shows and saves again', () => {
  expect(settingsOf(draftOf(settings))).toEqual(settings);
});

test('[CRM-8] countries are read however they are typed; a name is no country', () => {
  expect(countriesOf(' it,FR ; it\nde')).toEqual(['IT', 'FR', 'DE']);
  expect(countriesOf('')).toEqual([]);
  expect(countriesOf('Italy')).toBeNull();
});

test('[CRM-8] a region without a name, a time that is too short and a number that is none are not saved', () => {
  const draft = draftOf(settings);
  expect(settingsOf({ ...draft, regions: [newRegion()] })).toBeNull();
  expect(settingsOf({ ...draft, skills: [{ ...newSkill(), name: 'S', countries: 'France' }] })).toBeNull();
  const after = { amount: '4', unit: 'minutes' as const };
  expect(settingsOf({ ...draft, untouched: { ...draft.untouched, after } })).toBeNull();
  expect(settingsOf({ ...draft, untouched: { ...draft.untouched, most: 'many' } })).toBeNull();
});
