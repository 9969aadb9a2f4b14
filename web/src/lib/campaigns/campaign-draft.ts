/** Pure: a campaign as its form holds it, and back. What the form does not show stays as it is. */
import {
  type Consequence,
  type FruitlessOutcome,
  fruitlessOutcomes,
  type RetryRules,
  wrongMacros,
} from '$contract/campaign-rules.contract.ts';
import type { Campaign, CampaignMode, CampaignSettings } from '$contract/campaigns.contract.ts';
import { type NumberDraft, numbersOf, withNumbers, wrongNumbers } from './campaign-numbers.ts';
import { type RuleDraft, readRule, ruleDraftOf, ruleOf } from './retry-draft.ts';

export type GoalWhat = NonNullable<CampaignSettings['goal']>['what'];

export interface CampaignDraft extends NumberDraft {
  name: string;
  mode: CampaignMode;
  who: { agentIds: string[]; teamIds: string[] };
  callerId: string;
  callingHoursId: string;
  scriptId: string;
  first: 'agent' | 'customer';
  next: 'by-itself' | 'by-key';
  recording: 'policy' | 'always' | 'never';
  autoAnswer: boolean;
  detectMachines: boolean;
  voicemailSound: string;
  abandonedSound: string;
  goalWhat: GoalWhat | 'none';
  /** When somebody is called again whom nobody reached, by what the telephone saw. */
  retry: Record<FruitlessOutcome, RuleDraft>;
  /** By disposition: chosen, when the person is called again, and what comes of it by itself. */
  results: Record<string, ResultDraft>;
}
export interface ResultDraft {
  rule: RuleDraft;
  consequences: readonly Consequence[];
}

const ofEach = <T>(make: (outcome: FruitlessOutcome) => T) =>
  Object.fromEntries(fruitlessOutcomes.map((outcome) => [outcome, make(outcome)])) as Record<FruitlessOutcome, T>;

export function draftOf(campaign: CampaignSettings): CampaignDraft {
  return {
    ...numbersOf(campaign),
    name: campaign.name,
    mode: campaign.mode,
    who: { agentIds: [...campaign.agentIds], teamIds: [...campaign.teamIds] },
    callerId: campaign.callerId ?? '',
    callingHoursId: campaign.callingHoursId ?? '',
    scriptId: campaign.scriptId ?? '',
    first: campaign.first,
    next: campaign.next,
    recording: campaign.recording,
    autoAnswer: campaign.autoAnswer,
    detectMachines: campaign.detectMachines,
    voicemailSound: campaign.voicemailSound ?? '',
    abandonedSound: campaign.abandonedSound ?? '',
    goalWhat: campaign.goal?.what ?? 'none',
    retry: ofEach((outcome) => ruleDraftOf(campaign.retry[outcome])),
    results: Object.fromEntries(
      campaign.results.map(({ dispositionId, retry, consequences }) => [
        dispositionId,
        { rule: ruleDraftOf(retry), consequences: [...consequences] },
      ]),
    ),
  };
}

/**
 * The draft on top of what the campaign has become meanwhile: what was typed here stays, everything else is as it is now.
 * @param base the draft as it was before anything was typed
 */
export function rebase(draft: CampaignDraft, base: CampaignDraft, now: CampaignDraft): CampaignDraft {
  const keys = Object.keys(now) as (keyof CampaignDraft)[];
  const typed = keys.filter((key) => JSON.stringify(draft[key]) !== JSON.stringify(base[key]));
  return { ...now, ...Object.fromEntries(typed.map((key) => [key, draft[key]])) };
}

/** Something is wanting: a task that says nothing, a list that is not chosen. A deal without a name takes the person's. */
export const isWanting = (one: Consequence): boolean =>
  (one.kind === 'task' && one.title.trim() === '') ||
  (one.kind === 'call-list' && one.callListId === '') ||
  (one.kind === 'message' && (isBadLetter(one.subject) || isBadLetter(one.text)));

/** Says nothing, or names what cannot be put in. */
export const isBadLetter = (text: string): boolean => text.trim() === '' || wrongMacros(text).length > 0;

/** What is wrong with a field, by its name in the draft; empty: nothing. The server looks again. */
export function wrongIn(draft: CampaignDraft): (keyof CampaignDraft)[] {
  const isRight: Partial<Record<keyof CampaignDraft, boolean>> = {
    name: draft.name.trim() !== '',
    callerId: draft.callerId.trim() === '' || /^\+?[0-9]{2,20}$/.test(draft.callerId.trim()),
    voicemailSound: isSound(draft.voicemailSound),
    abandonedSound: isSound(draft.abandonedSound),
    goalCount: draft.goalWhat === 'none' || draft.goalCount.trim() !== '',
    retry: Object.values(draft.retry).every((rule) => readRule(rule) !== undefined),
    results: Object.values(draft.results).every(
      ({ rule, consequences }) => readRule(rule) !== undefined && !consequences.some(isWanting),
    ),
  };
  const wrong = (Object.keys(isRight) as (keyof CampaignDraft)[]).filter((key) => !isRight[key]);
  const numbers = wrongNumbers(draft).filter((key) => key !== 'goalCount' || draft.goalWhat !== 'none');
  return [...new Set([...wrong, ...numbers])];
}

const soundPattern = /^[A-Za-z0-9_./-]{1,200}$/;
const soundOf = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const isSound = (text: string): boolean => soundOf(text) === null || soundPattern.test(text.trim());

/** The settings as they are sent: of `before`, with what the form says. */
export function settingsOf(draft: CampaignDraft, before: Campaign): CampaignSettings {
  const { id: _id, state: _state, isTemplate: _is, version: _version, ...rest } = before;
  const { startedAt: _s, finishedAt: _f, createdAt: _c, updatedAt: _u, ...settings } = rest;
  const known = new Map(before.results.map((result) => [result.dispositionId, result]));
  const isByHand = draft.mode === 'manual' || draft.mode === 'preview';
  const retry: RetryRules = ofEach((outcome) => ruleOf(draft.retry[outcome], before.retry[outcome]));
  return {
    ...withNumbers(draft, settings),
    name: draft.name.trim(),
    mode: draft.mode,
    agentIds: [...draft.who.agentIds],
    teamIds: [...draft.who.teamIds],
    callerId: draft.callerId.trim() === '' ? null : draft.callerId.trim(),
    callingHoursId: draft.callingHoursId === '' ? null : draft.callingHoursId,
    scriptId: draft.scriptId === '' ? null : draft.scriptId,
    first: isByHand ? 'agent' : draft.first,
    next: draft.next,
    recording: draft.recording,
    autoAnswer: draft.autoAnswer,
    detectMachines: draft.detectMachines,
    voicemailSound: soundOf(draft.voicemailSound),
    abandonedSound: soundOf(draft.abandonedSound),
    goal: draft.goalWhat === 'none' ? null : { what: draft.goalWhat, count: Number(draft.goalCount) },
    retry,
    results: Object.entries(draft.results).map(([dispositionId, { rule, consequences }]) => ({
      dispositionId,
      retry: ruleOf(rule, known.get(dispositionId)?.retry ?? null),
      consequences: [...consequences],
    })),
  };
}
