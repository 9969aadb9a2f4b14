/** The history of probabilities follows the deals. */
import { listener } from '../../platform/outbox/fact.ts';
import type { DealFacts } from '../deals/deals.events.ts';
import { countOutcome } from './deal-outcomes.ts';

export const dealScoringListeners = () => [
  listener<Pick<DealFacts, 'deal.moved' | 'deal.changed' | 'deal.deleted' | 'deal.restored'>>({
    name: 'count-outcome.on-deal-moved',
    on: ['deal.moved', 'deal.changed', 'deal.deleted', 'deal.restored'],
    handle: ({ payload: { dealId } }, { tx }) => countOutcome(tx, dealId),
  }),
];
