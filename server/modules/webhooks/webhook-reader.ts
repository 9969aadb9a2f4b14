/** By which rights a web-hook reads, and who may see what was sent by them. */
import type { Role } from '../../contract/access.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal, RoleRights } from '../access/principal.ts';
import { goesBeyond } from '../access/role-rights.ts';
import { readRights } from '../access/roles.usecases.ts';
import type { DeliveryRow } from './deliveries.repository.ts';
import type { WebhookRow } from './webhooks.repository.ts';

/** A web-hook reads as an API key of its role would, with the rights of now. */
export async function readerOf(
  sql: Sql,
  { id, name, role, role_id }: Pick<WebhookRow, 'id' | 'name' | 'role' | 'role_id'>,
): Promise<Principal> {
  const rights = await readRights(sql, role_id);
  return {
    ...(rights && { rights }),
    kind: 'api-key',
    id,
    name,
    role,
    userId: null,
    agentId: null,
    teamId: null,
    sessionId: null,
  };
}

interface Held {
  role: Role;
  rights?: RoleRights | undefined;
}

/** As it is kept beside a body: the same text as long as nothing of the role changes but its name. */
export const rightsOfBody = ({ role, rights }: Held): string =>
  JSON.stringify(rights ? { role, rights: { ...rights, name: '' } } : { role });

/** Whoever manages web-hooks sees what was sent when they could have read it themselves. A test holds nothing. */
export function maySeeBody(reader: Principal, { subject, body, body_rights }: DeliveryRow): boolean {
  if (subject === null || body === null) return true;
  const by: Held = body_rights === null ? { role: 'administrator' } : (JSON.parse(body_rights) as Held);
  return !goesBeyond(reader, by);
}
