import Ban from '@lucide/svelte/icons/ban';
import Check from '@lucide/svelte/icons/check';
import Clock from '@lucide/svelte/icons/clock';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import UserPlus from '@lucide/svelte/icons/user-plus';
import type { Submission, Suspicion } from '$contract/web-forms.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Tone } from '$lib/ui/tones.ts';
import type { Icon } from '$lib/words/state-words.ts';

export const submissionWords: Readonly<Record<Submission['state'], { tone: Tone; icon: Icon; label: () => string }>> = {
  new: { tone: 'ringing', icon: Clock, label: m.forms_state_new },
  taken: { tone: 'ready', icon: UserPlus, label: m.forms_state_taken },
  joined: { tone: 'ready', icon: Check, label: m.forms_state_joined },
  suspected: { tone: 'ringing', icon: ShieldAlert, label: m.forms_state_suspected },
  refused: { tone: 'paused', icon: Ban, label: m.forms_state_refused },
};

export const suspicionWords: Readonly<Record<Suspicion, () => string>> = {
  honeypot: m.forms_because_honeypot,
  'too-fast': m.forms_because_fast,
  'no-token': m.forms_because_no_token,
  'old-token': m.forms_because_old_token,
  links: m.forms_because_links,
  'foreign-origin': m.forms_because_origin,
};
