/** What the modules below tell web-hooks: of each event, the record as a reader may see it. Put together in server/app. */
import type { WebhookEvent } from '../../contract/webhooks.contract.ts';
import type { Principal } from '../access/principal.ts';

export interface WebhookSource {
  events: readonly WebhookEvent[];
  /** Kind of record whose field rights hold (contract/record-fields.ts); null: it has none. */
  kind: string | null;
  /**
   * The data of an event about `subject`; null: the record is gone, or this reader may not see it. `event` tells a
   * deletion from a change.
   */
  read(reader: Principal, event: WebhookEvent, subject: string): Promise<object | null>;
}
