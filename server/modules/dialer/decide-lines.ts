/** What one campaign would dial if it had the PBX to itself: its mode, then its own limits. Pure. */
import { type Because, becauseOf } from './because.ts';
import type { PacedCampaign, PacingCall } from './pacing.ts';
import { type Prediction, predictLines } from './predict-lines.ts';
import type { Staff } from './share-agents.ts';

/** A campaign with what is counted for it. */
export interface CampaignState {
  now: number;
  campaign: PacedCampaign;
  staff: Staff;
  /** Lines that ring or wait for an agent. */
  seeking: readonly PacingCall[];
  /** Customers among them who wait. */
  waiting: number;
  /** All its lines, talking ones included. */
  lines: number;
  /** Free agents who are not needed for a customer who waits. */
  freeAgents: number;
  /** When no free agent is counted for it: those who work for it and are given to another one. */
  freeElsewhere: number;
  /** Agents at work counted for it. */
  agents: number;
  abandoned: number;
  liveAnswers: number;
  /** Calls that may still be abandoned (`budgetOf`). */
  budget: number;
}

export interface DecidedLines {
  dial: number;
  because: Because;
  prediction?: Prediction;
}

/**
 * Decides for one campaign, with the agents counted for it. The narrowest of its own limits is the reason when it leaves
 * fewer lines than the mode wants.
 */
export function decideLines(state: CampaignState): DecidedLines {
  const { settings, entries } = state.campaign;
  if (settings.mode === 'manual' || settings.mode === 'preview') return none('pacing.by-hand', { mode: settings.mode });
  if (entries !== 'plenty' && entries <= 0) return none('pacing.no-entries');
  if (state.agents === 0 && state.freeElsewhere > 0) {
    return none('pacing.agents-elsewhere', { agents: state.freeElsewhere });
  }
  if (state.agents === 0) return none('pacing.no-agents');
  const room = roomOf(state);
  const decided = byMode(state, Math.max(0, room.lines));
  return decided.dial > room.lines ? { ...decided, dial: Math.max(0, room.lines), because: room.because() } : decided;
}

const none = (key: Because['key'], values: Record<string, number | string> = {}): DecidedLines => ({
  dial: 0,
  because: becauseOf(key, values),
});

/** Lines that entries and the campaign's own limits leave (below 0 when a limit was lowered), and the narrowest of them. */
function roomOf({ campaign, lines, agents }: CampaignState): { lines: number; because: () => Because } {
  const { maxLines, maxLinesPerAgent } = campaign.settings;
  const entries = campaign.entries === 'plenty' ? Number.POSITIVE_INFINITY : Math.floor(campaign.entries);
  const rooms = [
    {
      lines: Math.floor(maxLinesPerAgent * agents) - lines,
      because: () => becauseOf('pacing.lines-per-agent', { maxLinesPerAgent, agents, lines }),
    },
    { lines: maxLines - lines, because: () => becauseOf('pacing.campaign-lines', { maxLines, lines }) },
    { lines: entries, because: () => becauseOf('pacing.last-entries', { entries }) },
  ];
  return rooms.reduce((least, room) => (room.lines < least.lines ? room : least));
}

/** What the mode wants; `room` only bounds how far it looks. */
function byMode(state: CampaignState, room: number): DecidedLines {
  const { freeAgents, liveAnswers, abandoned, budget, waiting } = state;
  const { mode, ratio, maxAbandonedShare, warmUpLiveAnswers } = state.campaign.settings;
  const linesOut = state.seeking.length;
  /** So many lines for each free agent, less those that ring. */
  const perFreeAgent = (lines: number) => Math.max(0, Math.floor(lines * freeAgents) - (linesOut - waiting));
  const counts = { freeAgents, linesOut };
  const answers = { ...counts, abandoned, liveAnswers, maxAbandonedShare };
  if (mode === 'power') {
    return liveAnswers >= warmUpLiveAnswers && budget < 0
      ? { dial: perFreeAgent(1), because: becauseOf('pacing.power-at-cap', answers) }
      : { dial: perFreeAgent(ratio), because: becauseOf('pacing.power', { ...counts, ratio }) };
  }
  if (mode !== 'predictive') return { dial: perFreeAgent(1), because: becauseOf('pacing.progressive', counts) };
  if (liveAnswers < warmUpLiveAnswers) {
    const values = { ...counts, liveAnswers, needed: warmUpLiveAnswers };
    return { dial: perFreeAgent(1), because: becauseOf('pacing.warm-up', values) };
  }
  if (budget < 1) return { dial: perFreeAgent(1), because: becauseOf('pacing.near-cap', answers) };
  return predictive(state, perFreeAgent(1), room + 1);
}

/** At least what progressive would dial: a line for each free agent bears no risk of its own. */
function predictive(state: CampaignState, least: number, most: number): DecidedLines {
  const { freeAgents, staff, seeking, budget } = state;
  const prediction = predictLines(state, most);
  const { risk, bearableRisk } = prediction;
  const values = { freeAgents, busyAgents: staff.busy.length, linesOut: seeking.length, budget, risk, bearableRisk };
  const dial = Math.max(prediction.lines, least);
  return { dial, because: becauseOf('pacing.predictive', values), prediction };
}
