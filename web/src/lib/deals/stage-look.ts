import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CircleX from '@lucide/svelte/icons/circle-x';
import type { DealMode, DealState, Stage } from '$contract/pipelines.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Icon } from '$lib/words/state-words.ts';

/** Bars and dots of stages, from the state colours; never without the name of the stage beside them. */
export const stageDot: Record<Stage['colour'], string> = {
  grey: 'bg-paused-solid',
  blue: 'bg-talking-solid',
  teal: 'bg-wrapup-solid',
  green: 'bg-ready-solid',
  amber: 'bg-ringing-solid',
  red: 'bg-gone-solid',
  violet: 'bg-held-solid',
  pink: 'bg-accent',
};

export const colourWords: Record<Stage['colour'], () => string> = {
  grey: m.colour_grey,
  blue: m.colour_blue,
  teal: m.colour_teal,
  green: m.colour_green,
  amber: m.colour_amber,
  red: m.colour_red,
  violet: m.colour_violet,
  pink: m.colour_pink,
};

export const dealStateWords: Record<DealState, { label: () => string; icon: Icon; tone: string }> = {
  open: { label: m.deals_state_open, icon: CircleDot, tone: 'text-dim' },
  won: { label: m.deals_state_won, icon: CircleCheck, tone: 'text-ready' },
  lost: { label: m.deals_state_lost, icon: CircleX, tone: 'text-gone' },
};

export const modeWords: Record<DealMode, { label: () => string; text: () => string }> = {
  outside: { label: m.deals_mode_outside, text: m.deals_mode_outside_text },
  manual: { label: m.deals_mode_manual, text: m.deals_mode_manual_text },
  strict: { label: m.deals_mode_strict, text: m.deals_mode_strict_text },
};
