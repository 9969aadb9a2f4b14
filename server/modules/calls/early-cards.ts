/**
 * Cards that are read while the transaction of their ring is still being committed: a telephone rings, and both take as long.
 * What is read early may be old by the time the ring is told: a fact about the same person that comes in between makes it
 * void, and the card is read then.
 */
import type { Fact } from '../../platform/outbox/fact.ts';
import type { ReadCard } from './call-reading.ts';
import type { StoredCall } from './call-row.ts';

export interface EarlyCards {
  /** Begins to read; a failure is only known to whoever takes it. */
  begin(call: StoredCall, read: () => Promise<ReadCard>): void;
  /** What was begun for exactly this version, if it still counts; null: read it. Can be taken once. */
  take(call: StoredCall): Promise<ReadCard> | null;
  /** To be told of every fact, before anybody takes a card because of it. */
  follow(fact: Pick<Fact, 'type' | 'payload'>): void;
}

/** Facts that change nothing a card shows. */
const harmless =
  /^(call\.(started|answered|transferred|changed)|agent\.changed|queue\.changed|pbx\.changed|endpoints\.changed|recording\.|session\.|import\.|export\.)/;
/** Facts of a call change the cards of its own person only. */
const ofOnePerson = /^call\.(ended|corrected)$/;

const kept = 200;

type Customer = Pick<StoredCall, 'contactId' | 'customer'>;

interface Begun {
  version: number;
  /** Number of the last fact before it was begun. */
  after: number;
  people: string[];
  card: Promise<ReadCard>;
}

export function createEarlyCards(): EarlyCards {
  const begun = new Map<string, Begun>();
  /** Person → number of the last fact about them; pruned with the cards. */
  const toldOf = new Map<string, number>();
  let facts = 0;
  let toldOfAll = 0;

  const peopleOf = ({ contactId, customer }: Customer): string[] =>
    [contactId, customer?.e164 ?? null].filter((key) => key !== null);

  return {
    begin(call, read) {
      const card = read();
      card.catch(() => undefined);
      begun.set(call.id, { version: call.version, after: facts, people: peopleOf(call), card });
      if (begun.size > kept) begun.delete(begun.keys().next().value ?? '');
    },
    take(call) {
      const early = begun.get(call.id);
      begun.delete(call.id);
      if (!early || early.version !== call.version || toldOfAll > early.after) return null;
      return early.people.some((key) => (toldOf.get(key) ?? 0) > early.after) ? null : early.card;
    },
    follow({ type, payload }) {
      if (harmless.test(type)) return;
      facts += 1;
      const call = ofOnePerson.test(type) ? (payload as { call: Customer }).call : null;
      if (call) for (const key of peopleOf(call)) toldOf.set(key, facts);
      else toldOfAll = facts;
      if (toldOf.size <= kept) return;
      toldOf.clear();
      toldOfAll = facts;
    },
  };
}
