/** What pacing looks at: agents, lines and campaigns as they are at one moment. Times are milliseconds of the epoch. */
import type { PacingFigures, PacingSettings } from '../../contract/pacing.contract.ts';
import type { Because } from './because.ts';
import type { PacingMemory } from './pacing-memory.ts';

export type PacingAgentState = 'ready' | 'ringing' | 'on-call' | 'wrap-up' | 'paused' | 'away';

export interface PacingAgent {
  id: string;
  state: PacingAgentState;
  /** Since when in this state. */
  since: number;
  /** Campaigns whose calls this agent takes. */
  campaignIds: readonly string[];
  /** The campaign of the call they are in; null without one, and in a call of another kind. */
  campaignId: string | null;
  /** When they will be free, where that is known (a wrap-up of fixed length); else it is estimated. */
  expectedFreeAt?: number;
}

export interface PacingCall {
  attemptId: string;
  campaignId: string;
  /** dialling: no person has answered yet · answered: a person has · connected: with an agent. */
  state: 'dialling' | 'answered' | 'connected';
  /** Since when in this state. */
  since: number;
  /** The agent it was given to, also while that agent's telephone still rings; null while it seeks one. */
  agentId: string | null;
}

export interface PacedCampaign {
  id: string;
  settings: PacingSettings;
  /** A higher one is served first. */
  priority: number;
  /** Share among campaigns of one priority, above 0. */
  weight: number;
  memory: PacingMemory;
  /** Entries that may be dialled now. */
  entries: number | 'plenty';
}

export interface PacingLimits {
  /** Lines that the PBX still has for campaigns. */
  maxLines: number;
  /** Lines that may be begun before the next decision. */
  originatesPerTick: number;
}

export interface PacingQuestion {
  now: number;
  agents: readonly PacingAgent[];
  calls: readonly PacingCall[];
  campaigns: readonly PacedCampaign[];
  limits: PacingLimits;
}

export interface PacingDecision {
  /** Lines to begin now. */
  dial: number;
  because: Because;
  figures: PacingFigures;
}

export interface PacingPlan {
  /** By campaign id. */
  campaigns: Record<string, PacingDecision>;
}

/** Whether a line still seeks an agent: it rings, or a person waits. */
export const isSeeking = (call: PacingCall): boolean => call.state !== 'connected' && call.agentId === null;
