/** What agents learn from sign-ins and users. */
import { listener } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import type { AccessFacts } from '../access/access.events.ts';
import type { AgentFacts } from './agents.events.ts';
import { selectAgentOfUser, updateAgent } from './agents.repository.ts';
import { refreshPresence, setSignedIn } from './presence.usecases.ts';

export const agentListeners = (platform: Platform) => [
  listener<Pick<AccessFacts, 'session.began'>>({
    name: 'begin-presence.on-session-began',
    on: ['session.began'],
    handle: async ({ payload }, { tx }) => {
      if (payload.agentId) await setSignedIn(platform, tx, payload.agentId, true);
    },
  }),
  listener<Pick<AccessFacts, 'session.ended'>>({
    name: 'end-presence.on-session-ended',
    on: ['session.ended'],
    handle: async ({ payload: { userId } }, { tx }) => {
      const agent = await selectAgentOfUser(tx, userId);
      const [other] = await tx`
        select from sessions where user_id = ${userId} and expires_at > ${platform.clock.now()} limit 1`;
      if (agent && !other) await setSignedIn(platform, tx, agent.id, false);
    },
  }),
  listener<Pick<AccessFacts, 'user.changed'>>({
    name: 'follow-user.on-user-changed',
    on: ['user.changed'],
    handle: async ({ payload: { userId } }, { tx }) => {
      const agent = await selectAgentOfUser(tx, userId);
      const [user] = await tx<{ name: string; team_id: string | null; active: boolean }[]>`
        select name, team_id, active from users where id = ${userId}`;
      if (!agent || !user) return;
      const isSame = agent.name === user.name && agent.team_id === user.team_id;
      if (isSame && (user.active || !agent.active)) return;
      // A user who is let in again does not get the telephone back by itself: somebody else may sit there by now.
      const change = { name: user.name, team_id: user.team_id, ...(user.active ? {} : { active: false }) };
      await updateAgent(tx, agent.id, change, platform.clock.now());
      const payload = { agentId: agent.id, interfacesChanged: !user.active && agent.active };
      await platform.facts.append<AgentFacts>(tx, { type: 'agent.saved', payload, subject: agent.id });
      await refreshPresence(platform, tx, [agent.id], { always: true });
    },
  }),
];
