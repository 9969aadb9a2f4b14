/** Pure: agents and lines as pacing sees them. */
import type { Presence, PresenceState } from '../../contract/agents.contract.ts';
import type { LineRow, MemberRow } from './dialer.repository.ts';
import type { PacingAgent, PacingAgentState, PacingCall } from './pacing.ts';

const states: Readonly<Record<PresenceState, PacingAgentState>> = {
  off: 'away',
  'phone-offline': 'away',
  ready: 'ready',
  ringing: 'ringing',
  'on-call': 'on-call',
  'wrap-up': 'wrap-up',
  paused: 'paused',
};

/** A ready agent who has an attempt already is about to be rung; one who owes a result is in wrap-up, whatever the telephone says. */
function stateOf(presence: Presence, line: LineRow | undefined, isResting: boolean): PacingAgentState {
  const state = states[presence.state];
  if (line?.state === 'result-due') return 'wrap-up';
  if (line && state === 'ready') return 'ringing';
  return isResting && state === 'ready' ? 'away' : state;
}

export function pacedAgents(
  presence: readonly Presence[],
  members: readonly MemberRow[],
  lines: readonly LineRow[],
): PacingAgent[] {
  const known = new Map(presence.map((one) => [one.agentId, one]));
  const lineOf = new Map(lines.flatMap((line) => (line.agent_id === null ? [] : [[line.agent_id, line] as const])));
  const ids = [...new Set(members.map(({ agent_id }) => agent_id))];
  return ids.flatMap((id) => {
    const memberships = members.filter(({ agent_id }) => agent_id === id);
    const one = known.get(id);
    if (!one) return [];
    const line = lineOf.get(id);
    const isResting = memberships.some(({ resting }) => resting);
    return [
      {
        id,
        state: stateOf(one, line, isResting),
        since: Date.parse(one.since),
        campaignIds: memberships.map(({ campaign_id }) => campaign_id),
        campaignId: line?.campaign_id ?? null,
      },
    ];
  });
}

/** Lines that were dialled; an entry that is only being looked at takes none, nor a call whose result is due. */
export const pacedCalls = (lines: readonly LineRow[]): PacingCall[] =>
  lines.flatMap(({ id, campaign_id, agent_id, state, since }) => {
    if (state === 'claimed' || state === 'result-due') return [];
    const seen = { dialling: 'dialling', 'picked-up': 'answered', connected: 'connected' } as const;
    return [{ attemptId: id, campaignId: campaign_id, state: seen[state], since: since.getTime(), agentId: agent_id }];
  });
