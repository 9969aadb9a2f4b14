/** Who asks: a signed-in person, an API key, or the server itself. */
import type { Role } from '../../contract/access.contract.ts';
import type { FactActor } from '../../platform/outbox/fact.ts';

export interface Principal {
  kind: 'user' | 'api-key' | 'system';
  /** Id of the user or of the key. */
  id: string;
  name: string;
  role: Role;
  /** Null for keys and the system. */
  userId: string | null;
  agentId: string | null;
  teamId: string | null;
  sessionId: string | null;
}

/** For work that nobody asked for: jobs, listeners, the bridge. */
export const systemPrincipal: Principal = {
  kind: 'system',
  id: 'system',
  name: 'Trunkline',
  role: 'administrator',
  userId: null,
  agentId: null,
  teamId: null,
  sessionId: null,
};

/** Who did it, as facts carry it; null for the server's own work. */
export const actorOf = (principal: Principal): FactActor | null =>
  principal.kind === 'system' ? null : { kind: principal.kind, id: principal.id, name: principal.name };
