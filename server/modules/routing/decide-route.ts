/** Pure: who is rung before the queue when a caller is known, and which place the caller has in it. */
import type { RoutingSettings } from '../../contract/settings.contract.ts';

export interface KnownCaller {
  isVip: boolean;
  ownerAgentId: string | null;
  lastAgentId: string | null;
}

export interface RoutedAgent {
  interface: string | null;
  /** Ready, and in no call. */
  isReady: boolean;
}

export interface Route {
  /** Device; null: nobody is rung before the queue. */
  interface: string | null;
  priority: number;
  because: 'owner' | 'last-agent' | 'nobody-ready' | 'unknown-caller';
}

/**
 * The first in the order of the settings who is ready. Somebody who is busy is not waited for: the queue has others.
 * @param caller null: nobody knows the number
 * @example decideRoute(settings, { isVip: false, ownerAgentId: 'agt_1', lastAgentId: null }, agents).because // 'owner'
 */
export function decideRoute(
  { order, vipPriority, knownPriority }: Pick<RoutingSettings, 'order' | 'vipPriority' | 'knownPriority'>,
  caller: KnownCaller | null,
  agents: ReadonlyMap<string, RoutedAgent>,
): Route {
  if (caller === null) return { interface: null, priority: 0, because: 'unknown-caller' };
  const priority = caller.isVip ? Math.max(vipPriority, knownPriority) : knownPriority;
  for (const because of order) {
    const agentId = because === 'owner' ? caller.ownerAgentId : caller.lastAgentId;
    const agent = agentId === null ? undefined : agents.get(agentId);
    if (agent?.isReady && agent.interface !== null) return { interface: agent.interface, priority, because };
  }
  return { interface: null, priority, because: 'nobody-ready' };
}
