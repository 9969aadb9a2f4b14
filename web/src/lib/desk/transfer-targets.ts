/** Pure: colleagues a call can be passed to, the free ones first. */
import type { Presence } from '$contract/agents.contract.ts';
import type { LiveState } from '$contract/live-events.ts';

export interface TransferTarget {
  agentId: string;
  name: string;
  /** Dialled to reach them: the extension part of `PJSIP/101`. */
  extension: string;
  state: Presence['state'];
}

const order: Record<Presence['state'], number> = {
  ready: 0,
  'wrap-up': 1,
  paused: 2,
  ringing: 3,
  'on-call': 4,
  'phone-offline': 5,
  off: 6,
};

export function transferTargets(state: LiveState | null, myAgentId: string | null, typed: string): TransferTarget[] {
  const words = typed.trim().toLocaleLowerCase();
  return Object.values(state?.presence ?? {})
    .filter((presence) => presence.agentId !== myAgentId && presence.interface !== null)
    .map(({ agentId, name, state, interface: device }) => ({
      agentId,
      name,
      state,
      extension: device!.split('/')[1] ?? '',
    }))
    .filter(({ name, extension }) => name.toLocaleLowerCase().includes(words) || extension.startsWith(words))
    .sort((a, b) => order[a.state] - order[b.state] || a.name.localeCompare(b.name));
}

/** True for whoever's telephone will most likely not take a call now: who passes a customer on is asked first. */
export const mayBeLost = ({ state }: Pick<TransferTarget, 'state'>): boolean =>
  state === 'on-call' || state === 'ringing' || state === 'phone-offline' || state === 'off';
