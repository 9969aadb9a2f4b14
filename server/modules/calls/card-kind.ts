/** Pure: what sort of card opens for a call. */
import type { CallCard } from '../../contract/calls.contract.ts';
import type { Candidate } from '../../contract/contacts.contract.ts';
import type { StoredCall } from './call-row.ts';

export interface CardQuestion {
  call: Pick<StoredCall, 'direction' | 'customer' | 'contactId'>;
  /** True when the reader may see the linked contact. */
  isContactVisible: boolean;
  /** As cut down for the reader. */
  candidates: readonly Candidate[];
}

/**
 * known: the person is clear · restricted: somebody else's client · several: a person picks · withheld: still a call that
 * can be worked · unknown: one field creates.
 */
export function decideCardKind({ call, isContactVisible, candidates }: CardQuestion): CallCard['kind'] {
  if (call.direction === 'internal') return 'internal';
  if (call.contactId !== null) return isContactVisible ? 'known' : 'restricted';
  if (!call.customer || call.customer.raw === null || call.customer.withheld) return 'withheld';
  if (candidates.length === 0) return 'unknown';
  return candidates.every((candidate) => candidate.restricted) ? 'restricted' : 'several';
}
