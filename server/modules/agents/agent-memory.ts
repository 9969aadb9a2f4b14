/**
 * All agents as last read, for what every change of every call asks: whose telephone, which name, what may they see. A fact
 * about an agent, a user or a team empties it at once on every server; the five seconds only bound what a lost notification
 * could do. Only a running server has one.
 */
import type { Clock } from '../../platform/clock/clock.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Fact } from '../../platform/outbox/fact.ts';
import { selectAllAgents } from './agents.repository.ts';
import {
  type AgentAtDevice,
  type AgentReader,
  type AgentRecord,
  toAgentAtDevice,
  toAgentRecord,
  toReader,
} from './agents.usecases.ts';

export interface AgentMemory {
  names(sql: Sql, ids: readonly string[]): Promise<Map<string, string>>;
  /** Who sits at these devices now. */
  atInterfaces(sql: Sql, interfaces: readonly string[]): Promise<Map<string, AgentAtDevice>>;
  readers(sql: Sql, ids: readonly string[]): Promise<Map<string, AgentReader>>;
  /** To be told of every fact. */
  follow(fact: Pick<Fact, 'type'>): void;
}

interface Known {
  byId: ReadonlyMap<string, AgentRecord>;
  byInterface: ReadonlyMap<string, AgentRecord>;
  until: number;
}

const keptMs = 5_000;
const emptying = new Set(['agent.saved', 'user.changed', 'team.changed', 'role.changed']);

export function createAgentMemory(clock: Pick<Clock, 'now'>): AgentMemory {
  let known: Known | null = null;
  let generation = 0;

  async function recall(sql: Sql): Promise<Known> {
    const now = clock.now().getTime();
    if (known && known.until > now) return known;
    const begun = generation;
    const agents = (await selectAllAgents(sql)).map(toAgentRecord);
    const byInterface = agents.flatMap((agent) =>
      agent.active && agent.interface !== null ? [[agent.interface, agent] as const] : [],
    );
    const read = {
      byId: new Map(agents.map((agent) => [agent.id, agent])),
      byInterface: new Map(byInterface),
      until: now + keptMs,
    };
    // What was read while they changed may be the old ones.
    if (begun === generation) known = read;
    return read;
  }

  const pick = <T>(keys: readonly string[], from: ReadonlyMap<string, AgentRecord>, as: (agent: AgentRecord) => T) =>
    new Map(
      keys.flatMap((key) => {
        const agent = from.get(key);
        return agent ? [[key, as(agent)] as const] : [];
      }),
    );

  return {
    names: async (sql, ids) => (ids.length === 0 ? new Map() : pick(ids, (await recall(sql)).byId, ({ name }) => name)),
    atInterfaces: async (sql, interfaces) =>
      interfaces.length === 0 ? new Map() : pick(interfaces, (await recall(sql)).byInterface, toAgentAtDevice),
    readers: async (sql, ids) => (ids.length === 0 ? new Map() : pick(ids, (await recall(sql)).byId, toReader)),
    follow({ type }) {
      if (!emptying.has(type)) return;
      generation += 1;
      known = null;
    },
  };
}
