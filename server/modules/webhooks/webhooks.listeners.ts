/** Notes for every web-hook what it is to be told. What is sent is made later, outside of this transaction. */
import { webhookEvents } from '../../contract/webhooks.contract.ts';
import type { Fact, FactListener } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { insertDeliveries } from './deliveries.repository.ts';
import { askToSend } from './webhooks.jobs.ts';
import { noteDeliveries, subscribersOf } from './webhooks.repository.ts';

type Needs = Pick<Platform, 'clock' | 'ids' | 'jobs'>;

/** Which fields changed is the only thing a fact says that the record itself does not. */
const detailOf = ({ payload }: Fact): Record<string, unknown> => {
  const { changed } = payload as { changed?: unknown };
  return Array.isArray(changed) ? { changed } : {};
};

export function webhookListeners({ clock, ids, jobs }: Needs): FactListener[] {
  const handleAll: NonNullable<FactListener['handleAll']> = async (facts, { tx }) => {
    const webhooks = await subscribersOf(tx, [...new Set(facts.map(({ type }) => type))]);
    const rows = facts.flatMap((fact) =>
      webhooks
        .filter(({ events }) => events.includes(fact.type))
        .map((webhook) => ({
          id: ids('whd'),
          webhook_id: webhook.id,
          fact_id: fact.id,
          event: fact.type,
          subject: fact.subject,
          detail: detailOf(fact),
          occurred_at: fact.occurredAt,
        })),
    );
    if (rows.length === 0) return;
    await insertDeliveries(tx, rows, clock.now());
    await askToSend(jobs, tx);
  };
  return [
    {
      name: noteDeliveries,
      on: webhookEvents,
      handleAll,
      handle: (fact, context) => handleAll([fact], context),
    },
  ];
}
