/** Pure: whose somebody new is. */
import type { LeadSettings } from '../../contract/leads.contract.ts';
import type { Principal } from '../access/principal.ts';

/**
 * Who types a person in keeps them, unless an owner (or nobody) is named, the firm has the rules give such leads out, or the
 * person is made of a missed call, which nobody has worked for yet. Null: nobody's, and the rules of leads decide.
 * @param maker only people have an agent: keys and the server make what is nobody's
 * @example firstOwner(undefined, anna, { handMade: 'keep', isMissed: false }) // anna.agentId
 */
export function firstOwner(
  named: string | null | undefined,
  maker: Pick<Principal, 'kind' | 'agentId'>,
  { handMade, isMissed }: Pick<LeadSettings, 'handMade'> & { isMissed: boolean },
): string | null {
  if (named !== undefined) return named;
  return maker.kind === 'user' && handMade === 'keep' && !isMissed ? maker.agentId : null;
}
