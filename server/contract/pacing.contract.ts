/** Pacing of outbound campaigns: its settings, its figures, and the reasons it gives. docs/pacing.md explains them. */
import { z } from 'zod';

/**
 * manual, preview: nothing is dialled by itself · progressive: one line per free agent · power: `ratio` lines per free
 * agent · predictive: as many as the budget of abandoned calls bears.
 */
export const pacingModes = ['manual', 'preview', 'progressive', 'power', 'predictive'] as const;
export type PacingMode = (typeof pacingModes)[number];

export const pacingSettingsSchema = z.object({
  mode: z.enum(pacingModes),
  /** Lines per free agent, `power` only. */
  ratio: z.number().min(1).max(10).default(2),
  /** Abandoned calls among those a person answered, 0 to 1; 1 switches the cap off. */
  maxAbandonedShare: z.number().min(0).max(1).default(0.03),
  /** The share is taken over this long, up to now. */
  abandonWindowSeconds: z.int().min(900).max(2_592_000).default(86_400),
  /** Live answers in the window before predictive may dial ahead. */
  warmUpLiveAnswers: z.int().min(0).max(10_000).default(50),
  /** How long a line rings before it is given up. Fewer than 15 seconds would itself be a nuisance. */
  ringSeconds: z.int().min(15).max(120).default(25),
  /** An answered call that has no agent after so long is abandoned. */
  connectWithinSeconds: z.number().min(0).max(30).default(2),
  /** Lines of the campaign, talking ones included, per agent at work. */
  maxLinesPerAgent: z.number().min(1).max(10).default(3),
  /** Lines of the campaign, talking ones included. */
  maxLines: z.int().min(1).max(2_000).default(200),
});
export type PacingSettings = z.infer<typeof pacingSettingsSchema>;

/**
 * Why so many lines are dialled and no more; a catalogue of the console needs each. The values of each are listed in
 * docs/pacing.md.
 */
export const pacingBecauseKeys = [
  'pacing.by-hand',
  'pacing.no-entries',
  'pacing.no-agents',
  'pacing.agents-elsewhere',
  'pacing.progressive',
  'pacing.power',
  'pacing.power-at-cap',
  'pacing.warm-up',
  'pacing.near-cap',
  'pacing.predictive',
  'pacing.last-entries',
  'pacing.lines-per-agent',
  'pacing.campaign-lines',
  'pacing.shared-lines',
] as const;
export type PacingBecauseKey = (typeof pacingBecauseKeys)[number];

/** What a decision was made of, for a supervisor's screen. Numbers are those of the moment of the decision. */
export const pacingFiguresSchema = z.object({
  /** Agents of this campaign who are free and not needed for a call that waits. */
  freeAgents: z.number(),
  /** Agents at work who are counted for this campaign: free, ringing, talking, in wrap-up. */
  agents: z.number(),
  /** Lines that ring or wait for an agent. */
  linesOut: z.number(),
  /** Share of dialled lines that a person answers, 0 to 1; null before anything was dialled. */
  answerRate: z.number().nullable(),
  /** Chance that the customer of one line more would find nobody free, 0 to 1; null unless predicted. */
  risk: z.number().nullable(),
  /** Risk that the budget bears, 0 to 1; null unless predicted. */
  bearableRisk: z.number().nullable(),
  /** Abandoned and live answers of the window. */
  abandoned: z.number(),
  liveAnswers: z.number(),
  /** Calls that may still be abandoned within the cap. */
  budget: z.number(),
  /** Lines wanted before the limits that campaigns share. */
  wanted: z.number(),
});
export type PacingFigures = z.infer<typeof pacingFiguresSchema>;
