/** Agents, lines, campaigns and memories for tests of pacing. */
import { type PacingSettings, pacingSettingsSchema } from '../../server/contract/pacing.contract.ts';
import type { PacedCampaign, PacingAgent, PacingCall, PacingQuestion } from '../../server/modules/dialer/pacing.ts';
import {
  type PacingEvent,
  type PacingMemory,
  reducePacing,
  startMemory,
} from '../../server/modules/dialer/pacing-memory.ts';

export const NOON = Date.parse('2026-03-02T12:00:00Z');

export const settingsOf = (changes: Partial<PacingSettings> = {}): PacingSettings =>
  pacingSettingsSchema.parse({ mode: 'progressive', ...changes });

export const foldEvents = (events: readonly PacingEvent[], windowSeconds = 86_400): PacingMemory =>
  events.reduce(reducePacing, startMemory(windowSeconds));

/**
 * A campaign whose last hour brought so many live answers after 6 to 10 seconds, every third line one, talks of 60 to
 * 180 seconds, wrap-ups of 10, and so many abandoned calls.
 */
export function memoryOf(liveAnswers: number, abandoned = 0): PacingMemory {
  const events: PacingEvent[] = [];
  for (let index = 0; index < liveAnswers; index += 1) {
    const at = NOON - 3_600_000 + (index * 3_500_000) / liveAnswers;
    const [a, b, c] = [`a${index}`, `b${index}`, `c${index}`];
    events.push({ kind: 'unanswered', attemptId: a, at, ringSeconds: 25 });
    events.push({ kind: 'machine', attemptId: b, at, ringSeconds: 15 });
    events.push({ kind: 'live-answer', attemptId: c, at, ringSeconds: 6 + (index % 5) });
    if (index < abandoned) events.push({ kind: 'abandoned', attemptId: c, at: at + 2000 });
    else events.push({ kind: 'finished', attemptId: c, at, talkSeconds: 60 + (index % 7) * 20, wrapUpSeconds: 10 });
  }
  return foldEvents(events);
}

export const campaignOf = (changes: Partial<PacedCampaign> = {}): PacedCampaign => ({
  id: 'spring',
  settings: settingsOf(),
  priority: 1,
  weight: 1,
  memory: startMemory(86_400),
  entries: 'plenty',
  ...changes,
});

/** So many agents of a campaign in one state, since a minute ago. */
export const agentsOf = (count: number, changes: Partial<PacingAgent> = {}): PacingAgent[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${changes.state ?? 'ready'}-${(changes.campaignIds ?? []).join('+')}-${index}`,
    state: 'ready',
    since: NOON - 60_000,
    campaignIds: ['spring'],
    campaignId: null,
    ...changes,
  }));

export const callsOf = (count: number, changes: Partial<PacingCall> = {}): PacingCall[] =>
  Array.from({ length: count }, (_, index) => ({
    attemptId: `${changes.campaignId ?? 'spring'}-${changes.state ?? 'dialling'}-${index}`,
    campaignId: 'spring',
    state: 'dialling',
    since: NOON - 3000,
    agentId: null,
    ...changes,
  }));

export const questionOf = (changes: Partial<PacingQuestion> = {}): PacingQuestion => ({
  now: NOON,
  agents: [],
  calls: [],
  campaigns: [campaignOf()],
  limits: { maxLines: 500, originatesPerTick: 50 },
  ...changes,
});
