/** Words of web-hooks, their deliveries, and why nothing arrived. */
import Check from '@lucide/svelte/icons/check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import Clock from '@lucide/svelte/icons/clock';
import EyeOff from '@lucide/svelte/icons/eye-off';
import Power from '@lucide/svelte/icons/power';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import X from '@lucide/svelte/icons/x';
import type { Webhook, WebhookDelivery } from '$contract/webhooks.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { StateWords } from '$lib/words/state-words.ts';

/** How a web-hook stands; one that is on and that nothing reaches is told apart. */
export function webhookState({ state, failingSince }: Pick<Webhook, 'state' | 'failingSince'>): StateWords {
  if (state === 'off') return { label: m.webhook_off, tone: 'paused', icon: Power };
  if (state === 'paused') return { label: m.webhook_paused, tone: 'gone', icon: CirclePause };
  if (failingSince !== null) return { label: m.webhook_failing, tone: 'ringing', icon: TriangleAlert };
  return { label: m.webhook_on, tone: 'ready', icon: Check };
}

export const deliveryWords: Record<WebhookDelivery['state'], StateWords> = {
  waiting: { label: m.delivery_waiting, tone: 'ringing', icon: Clock },
  delivered: { label: m.delivery_delivered, tone: 'ready', icon: Check },
  failed: { label: m.delivery_failed, tone: 'gone', icon: X },
  dropped: { label: m.delivery_dropped, tone: 'paused', icon: EyeOff },
};

const failures: Readonly<Record<string, () => string>> = {
  'bad-address': m.outgoing_bad_address,
  'not-found': m.outgoing_not_found,
  'forbidden-address': m.outgoing_forbidden_address,
  'https-needed': m.outgoing_https_needed,
  'timed-out': m.outgoing_timed_out,
  'not-reachable': m.outgoing_not_reachable,
};

/** What came of an attempt: the status that was answered, or why none was. */
export const attemptInWords = ({ status, because }: { status: number | null; because: string | null }): string =>
  status === null ? (failures[because ?? '']?.() ?? m.webhook_no_answer()) : `HTTP ${status}`;
