/** Who asks: a signed-in person, an API key, or the server itself. */
import type { FieldRights, GrantedScope, Role } from '../../contract/access.contract.ts';
import type { FactActor } from '../../platform/outbox/fact.ts';

/** What an own role changes in the built-in role it is based on. */
export interface RoleRights {
  roleId: string;
  name: string;
  /** Permission → how far it reaches; what is not named is as the base has it. */
  scopes: Readonly<Record<string, GrantedScope | undefined>>;
  fields: FieldRights;
}

export interface Principal {
  kind: 'user' | 'api-key' | 'system';
  /** Id of the user or of the key. */
  id: string;
  name: string;
  /** Built-in role; the base when there is an own one. */
  role: Role;
  /** Left out: the built-in role as it is. */
  rights?: RoleRights | undefined;
  /** Kind of record → key of a field of the firm's own → what the role, built-in or own, does not get of it. Left out: it gets all. */
  ownFields?: FieldRights | undefined;
  /** Null for keys and the system. */
  userId: string | null;
  agentId: string | null;
  teamId: string | null;
  sessionId: string | null;
}

/** What a role means beyond the rows of the built-in one. */
export type RoleMeaning = Pick<Principal, 'rights' | 'ownFields'>;

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

/** Who asks and from where; every change is written down with both. */
export interface By {
  principal: Principal;
  ip?: string | null;
}
