/** Who calls and what the right answer is. Pure; the same seed gives the same callers. */

import type { CallerNumber, NumberMatch } from '../../../server/modules/contacts/find-matches.usecases.ts';
import type { Random } from '../../pbx-lab/seeded-random.ts';
import {
  homeOf,
  isLarge,
  localOf,
  mobileOf,
  type OwnNumber,
  officeOf,
  organisationCountFor,
  organisationOf,
} from './messy-people.ts';
import { incomingForm, type NumberPlan, nationalNumber, strangerPlans } from './number-plans.ts';

/**
 * person: the number is one person's, and the card is that person's · among: it belongs to several or only its ending is
 * known, so the operator picks, and the caller is one of exactly (or at least) so many · organisation: the switchboard of
 * a firm none of whose people has the number · nobody.
 */
export type Expected =
  | { kind: 'person'; person: number }
  | { kind: 'among'; person: number; people: number | null }
  | { kind: 'organisation'; organisation: number }
  | { kind: 'nobody' };

export type Caller = { number: CallerNumber; expected: Expected };

/** Ids of the base by index. */
export type BaseIds = { contacts: readonly string[]; organisations: readonly string[] };

const calls = ({ plan, national }: OwnNumber, random: Random): CallerNumber => ({
  raw: incomingForm(plan, national, Math.floor(random.next() * 60)),
  e164: null,
});

/** A call as it comes in: mostly known mobiles, the rest of everything that rings. */
export function callerOf(people: number, random: Random): Caller {
  const share = random.next();
  const anybody = Math.floor(random.next() * people);
  if (share < 0.6) return { number: calls(mobileOf(anybody), random), expected: { kind: 'person', person: anybody } };
  if (share < 0.72) return fromHome(anybody - (anybody % 10) + random.oneOf([0, 1, 5]), random);
  if (share < 0.82) return fromOffice(anybody, people, random);
  if (share < 0.86) return fromLocal(anybody - (anybody % 20) + 11, random);
  if (share < 0.96) {
    const plan = random.oneOf<NumberPlan>(strangerPlans);
    const national = nationalNumber(plan, Math.floor(random.next() * 900_000));
    return { number: calls({ plan, national }, random), expected: { kind: 'nobody' } };
  }
  return {
    number: { raw: random.oneOf(['anonymous', 'Unavailable', '', '101']), e164: null },
    expected: { kind: 'nobody' },
  };
}

function fromHome(person: number, random: Random): Caller {
  const home = homeOf(person);
  if (home === null) throw new Error(`person ${person} has no home line`);
  const people = home.sharers.length;
  const expected: Expected = people === 1 ? { kind: 'person', person } : { kind: 'among', person, people };
  return { number: calls(home.number, random), expected };
}

/** Carriers send the number of the switchboard, never the extension. */
function fromOffice(person: number, people: number, random: Random): Caller {
  const organisation = organisationOf(person);
  const where = organisation ?? Math.floor(random.next() * organisationCountFor(people));
  const number = calls(officeOf(where), random);
  if (organisation === null || isLarge(where))
    return { number, expected: { kind: 'organisation', organisation: where } };
  return { number, expected: { kind: 'among', person, people: null } };
}

function fromLocal(person: number, random: Random): Caller {
  const local = localOf(person);
  if (local === null) throw new Error(`person ${person} has no local number`);
  return { number: calls(local, random), expected: { kind: 'among', person, people: 1 } };
}

/** Whether the look-up gave the right answer. */
export function isRight(match: NumberMatch, expected: Expected, ids: BaseIds): boolean {
  const people = match.candidates.filter((candidate) => candidate.contactId !== null);
  switch (expected.kind) {
    case 'person':
      return match.contactId === ids.contacts[expected.person];
    case 'among': {
      const isThere = people.some((candidate) => candidate.contactId === ids.contacts[expected.person]);
      return isThere && match.contactId === null && (expected.people ?? people.length) === people.length;
    }
    case 'organisation':
      return match.candidates.some(
        (candidate) => candidate.organisationId === ids.organisations[expected.organisation],
      );
    case 'nobody':
      return match.contactId === null && match.candidates.length === 0;
  }
}
