/** By which rights a web-hook reads, and who may see what was sent by them. */
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { goesBeyond } from '../access/role-rights.ts';
import { readMeaning } from '../access/roles.usecases.ts';
import type { DeliveryRow } from './deliveries.repository.ts';
import type { WebhookRow } from './webhooks.repository.ts';

/** A web-hook reads as an API key of its role would, with the rights of now. */
export async function readerOf(
  sql: Sql,
  { id, name, ...held }: Pick<WebhookRow, 'id' | 'name' | 'role' | 'role_id'>,
): Promise<Principal> {
  return {
    ...(await readMeaning(sql, held)),
    kind: 'api-key',
    id,
    name,
    role: held.role,
    userId: null,
    agentId: null,
    teamId: null,
    sessionId: null,
  };
}

type Held = Pick<Principal, 'role' | 'rights' | 'ownFields'>;

/** As it is kept beside a body: the same text as long as nothing of the role changes but its name. */
export const rightsOfBody = ({ role, rights, ownFields }: Held): string =>
  JSON.stringify({ role, ...(rights && { rights: { ...rights, name: '' } }), ...(ownFields && { ownFields }) });

/** Whoever manages web-hooks sees what was sent when they could have read it themselves. A test holds nothing. */
export function maySeeBody(reader: Principal, { subject, body, body_rights }: DeliveryRow): boolean {
  if (subject === null || body === null) return true;
  const by: Held = body_rights === null ? { role: 'administrator' } : (JSON.parse(body_rights) as Held);
  return !goesBeyond(reader, by);
}
