/** Neighbours of the calls module that know just what a test tells them. */
import type { Match, ProjectionNeighbours } from '../../server/modules/calls/call-neighbours.ts';

export interface FakeNeighbours extends ProjectionNeighbours {
  agents: Map<string, { agentId: string; teamId: string | null }>;
  teams: Map<string, string | null>;
  matches: Map<string, Match>;
  wrapUpSeconds: number;
}

export function fakeNeighbours(): FakeNeighbours {
  const agents = new Map([
    ['PJSIP/101', { agentId: 'agt_anna', teamId: 'team_sales' }],
    ['PJSIP/102', { agentId: 'agt_boris', teamId: 'team_sales' }],
    ['PJSIP/103', { agentId: 'agt_clara', teamId: 'team_care' }],
  ]);
  const self: FakeNeighbours = {
    agents,
    teams: new Map(),
    matches: new Map(),
    wrapUpSeconds: 30,
    settings: async () => ({ defaultRegion: 'RU', wrapUpSeconds: self.wrapUpSeconds }),
    agentsOfInterfaces: async (_sql, devices) => new Map([...agents].filter(([device]) => devices.includes(device))),
    teamsOfQueues: async (_sql, _bridgeId, queues) =>
      new Map([...self.teams].filter(([queue]) => queues.includes(queue))),
    findMatches: async (_sql, numbers) =>
      numbers.map(
        ({ e164 }) => self.matches.get(e164 ?? '') ?? { candidates: [], contactId: null, organisationId: null },
      ),
  };
  return self;
}
