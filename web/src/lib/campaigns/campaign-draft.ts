/** Pure: a campaign as its form holds it, and back. What the form does not show stays as it is. */
import { type Consequence, type RetryRule, wrongMacros } from '$contract/campaign-rules.contract.ts';
import type { Campaign, CampaignMode, CampaignSettings } from '$contract/campaigns.contract.ts';

/** After which time a result lets the person be called again; `kept`: a rule that the form cannot show, left as it is. */
export const againChoices = ['never', 'hour', 'day', 'week', 'kept'] as const;
export type Again = (typeof againChoices)[number];

export interface CampaignDraft {
  name: string;
  mode: CampaignMode;
  priority: string;
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
  ratio: string;
  maxAbandonedPercent: string;
  previewSeconds: string;
  resultSeconds: string;
  gapMinutes: string;
  perDay: string;
  perEntry: string;
  /** By disposition: chosen, when the person is called again, and what comes of it by itself. */
  results: Record<string, ResultDraft>;
}
export interface ResultDraft {
  again: Again;
  consequences: readonly Consequence[];
}

const seconds: Readonly<Record<'hour' | 'day' | 'week', number>> = { hour: 3600, day: 86_400, week: 7 * 86_400 };
const mostAgain = 3;

function againOf(retry: RetryRule | null): Again {
  if (retry === null) return 'never';
  if (retry.kind !== 'fixed') return 'kept';
  const found = (['hour', 'day', 'week'] as const).find((one) => seconds[one] === retry.afterSeconds);
  return found ?? 'kept';
}

export function draftOf(campaign: CampaignSettings): CampaignDraft {
  const { pacing, limits } = campaign;
  return {
    name: campaign.name,
    mode: campaign.mode,
    priority: String(campaign.priority),
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
    ratio: String(pacing.ratio),
    maxAbandonedPercent: String(pacing.maxAbandonedPercent),
    previewSeconds: String(campaign.previewSeconds),
    resultSeconds: String(campaign.resultSeconds),
    gapMinutes: String(Math.round(limits.gapSeconds / 60)),
    perDay: limits.perPerson.perDay === null ? '' : String(limits.perPerson.perDay),
    perEntry: String(limits.perEntry),
    results: Object.fromEntries(
      campaign.results.map(({ dispositionId, retry, consequences }) => [
        dispositionId,
        { again: againOf(retry), consequences: [...consequences] },
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

const number = (text: string): number | null => {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(value) ? value : null;
};

/** Something is wanting: a task that says nothing, a list that is not chosen. A deal without a name takes the person's. */
export const isWanting = (one: Consequence): boolean =>
  (one.kind === 'task' && one.title.trim() === '') ||
  (one.kind === 'call-list' && one.callListId === '') ||
  (one.kind === 'message' && (isBadLetter(one.subject) || isBadLetter(one.text)));

/** Says nothing, or names what cannot be put in. */
export const isBadLetter = (text: string): boolean => text.trim() === '' || wrongMacros(text).length > 0;

/** What is wrong with a field, by its name in the draft; empty: nothing. The server looks again. */
export function wrongIn(draft: CampaignDraft): (keyof CampaignDraft)[] {
  const whole = (text: string, from: number, to: number) => {
    const value = number(text);
    return value !== null && Number.isInteger(value) && value >= from && value <= to;
  };
  const between = (text: string, from: number, to: number) => {
    const value = number(text);
    return value !== null && value >= from && value <= to;
  };
  const isRight: Partial<Record<keyof CampaignDraft, boolean>> = {
    name: draft.name.trim() !== '',
    priority: whole(draft.priority, 1, 10),
    callerId: draft.callerId.trim() === '' || /^\+?[0-9]{2,20}$/.test(draft.callerId.trim()),
    voicemailSound: isSound(draft.voicemailSound),
    abandonedSound: isSound(draft.abandonedSound),
    ratio: between(draft.ratio, 1, 10),
    maxAbandonedPercent: between(draft.maxAbandonedPercent, 0.1, 20),
    previewSeconds: whole(draft.previewSeconds, 10, 3600),
    resultSeconds: whole(draft.resultSeconds, 10, 3600),
    gapMinutes: whole(draft.gapMinutes, 0, 43_200),
    perDay: draft.perDay.trim() === '' || whole(draft.perDay, 1, 1000),
    perEntry: whole(draft.perEntry, 1, 200),
    results: !Object.values(draft.results).some(({ consequences }) => consequences.some(isWanting)),
  };
  return (Object.keys(isRight) as (keyof CampaignDraft)[]).filter((key) => !isRight[key]);
}

const soundPattern = /^[A-Za-z0-9_./-]{1,200}$/;
const soundOf = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const isSound = (text: string): boolean => soundOf(text) === null || soundPattern.test(text.trim());

const retryOf = (again: Again, known: RetryRule | null): RetryRule | null => {
  if (again === 'kept') return known;
  if (again === 'never') return null;
  return { kind: 'fixed', afterSeconds: seconds[again], most: mostAgain, otherNumber: false };
};

/** The settings as they are sent: of `before`, with what the form says. */
export function settingsOf(draft: CampaignDraft, before: Campaign): CampaignSettings {
  const { id: _id, state: _state, isTemplate: _is, version: _version, ...rest } = before;
  const { startedAt: _s, finishedAt: _f, createdAt: _c, updatedAt: _u, ...settings } = rest;
  const perDay = draft.perDay.trim() === '' ? null : Number(draft.perDay);
  const known = new Map(before.results.map((result) => [result.dispositionId, result]));
  const isByHand = draft.mode === 'manual' || draft.mode === 'preview';
  return {
    ...settings,
    name: draft.name.trim(),
    mode: draft.mode,
    priority: Number(draft.priority),
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
    previewSeconds: Number(draft.previewSeconds),
    resultSeconds: Number(draft.resultSeconds),
    pacing: {
      ...settings.pacing,
      ratio: number(draft.ratio) ?? settings.pacing.ratio,
      maxAbandonedPercent: number(draft.maxAbandonedPercent) ?? settings.pacing.maxAbandonedPercent,
    },
    limits: {
      ...settings.limits,
      perEntry: Number(draft.perEntry),
      gapSeconds: Number(draft.gapMinutes) * 60,
      perPerson: { ...settings.limits.perPerson, perDay },
    },
    results: Object.entries(draft.results).map(([dispositionId, { again, consequences }]) => ({
      dispositionId,
      retry: retryOf(again, known.get(dispositionId)?.retry ?? null),
      consequences: [...consequences],
    })),
  };
}
