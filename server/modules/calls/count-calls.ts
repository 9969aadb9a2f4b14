/** What the ended calls of a person tell: how often each side tried, how often they spoke, when last. */
import type { Tx } from '../../platform/database/database.ts';
import type { CallTotals } from '../contacts/contact-refs.usecases.ts';
import type { CallNeighbours } from './call-neighbours.ts';
import type { CallFact, CallFacts } from './calls.events.ts';

type Told = CallFact | CallFacts['call.relinked'];

/** People whose calls may count otherwise after this fact. */
export const peopleOf = (payload: Told): string[] =>
  'contactIds' in payload ? payload.contactIds : payload.call.contactId === null ? [] : [payload.call.contactId];

/**
 * Counts from the calls themselves, so that it may run as often as it likes. Somebody without a call counts nought.
 * Returns the people of whom it is another than before: their cards that are open show it.
 */
export async function countCalls(
  tx: Tx,
  { neighbours }: { neighbours: Pick<CallNeighbours, 'noteCallTotals'> },
  contactIds: readonly string[],
): Promise<string[]> {
  const ids = [...new Set(contactIds)];
  if (ids.length === 0) return [];
  return neighbours.noteCallTotals(
    tx,
    await tx<CallTotals[]>`
      select p.id as "contactId", c.* from unnest(${ids}::text[]) as p(id) cross join lateral (
        select max(c.started_at) as "lastCallAt",
          max(c.ended_at) filter (where c.outcome = 'answered') as "lastReachedAt",
          count(*)::int as calls,
          (count(*) filter (where c.direction = 'outbound'))::int as attempts,
          (count(*) filter (where c.outcome = 'answered'))::int as reached
        from calls c where c.contact_id = p.id and c.state = 'ended' and c.direction <> 'internal') c`,
  );
}
