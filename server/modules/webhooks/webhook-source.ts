/** What the modules below tell web-hooks: of each event, the record as a reader may see it. Put together in server/app. */
import type { WebhookEvent } from '../../contract/webhooks.contract.ts';
import type { Principal } from '../access/principal.ts';
import type { WebhookRow } from './webhooks.repository.ts';

export interface WebhookSource {
  events: readonly WebhookEvent[];
  /**
   * The data of an event about `subject`; null: the record is gone, or this reader may not see it. `event` tells a
   * deletion from a change.
   */
  read(reader: Principal, event: WebhookEvent, subject: string): Promise<object | null>;
}

/** A web-hook reads as an API key of its role would. */
export const readerOf = ({ id, name, role }: Pick<WebhookRow, 'id' | 'name' | 'role'>): Principal => ({
  kind: 'api-key',
  id,
  name,
  role,
  userId: null,
  agentId: null,
  teamId: null,
  sessionId: null,
});
