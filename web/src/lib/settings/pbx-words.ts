import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Loader from '@lucide/svelte/icons/loader';
import type { z } from 'zod';
import type { pbxSchema } from '$contract/agents.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { StateWords } from '$lib/words/state-words.ts';

export type Pbx = z.output<typeof pbxSchema>;

/** How the link to a PBX stands. */
export const pbxWords: Record<Pbx['state'], StateWords> = {
  up: { label: m.settings_pbx_up, tone: 'ready', icon: CircleCheck },
  connecting: { label: m.settings_pbx_connecting, tone: 'ringing', icon: Loader },
  refused: { label: m.settings_pbx_refused, tone: 'gone', icon: CircleX },
  rejected: { label: m.settings_pbx_rejected, tone: 'gone', icon: CircleX },
  'lacking-rights': { label: m.settings_pbx_lacking_rights, tone: 'gone', icon: CircleX },
  offline: { label: m.settings_pbx_offline, tone: 'gone', icon: CircleX },
};

/** What to do about it; null when nothing has to be done. */
export const pbxHelp: Record<Pbx['state'], (() => string) | null> = {
  up: null,
  connecting: null,
  refused: m.settings_pbx_refused_help,
  rejected: m.settings_pbx_rejected_help,
  'lacking-rights': m.settings_pbx_rights_help,
  offline: m.settings_pbx_offline_help,
};
