/** Pure: whether a person becomes an entry of a list, at which number first, or why not. */
import type { CallListRules, RemovalReason } from '../../contract/call-lists.contract.ts';

export interface JudgedPhone {
  e164: string | null;
  invalid: boolean;
  doNotCall: boolean;
  /** Already the number of another entry of this list. */
  taken: boolean;
  /** IANA zone of the customer at that number. */
  zone: string;
}

export interface JudgedPerson {
  contactId: string;
  lifecycle: string;
  lastCallAt: Date | null;
  isOnCall: boolean;
  isInOtherList: boolean;
  /** In the order in which the person is best reached. */
  phones: readonly JudgedPhone[];
}

export type Judgement = { entry: { e164: string; zone: string } } | { removed: RemovalReason };

const DAY_MS = 86_400_000;
const removed = (reason: RemovalReason): Judgement => ({ removed: reason });

/** The first reason that holds is told: what is for ever before what is of this moment. */
export function judgePerson(person: JudgedPerson, rules: CallListRules, now: Date): Judgement {
  const dialled = person.phones.filter((phone) => phone.e164 !== null);
  if (dialled.length === 0) return removed('no-number');
  const valid = dialled.filter(({ invalid }) => !invalid);
  if (valid.length === 0) return removed('invalid');
  const allowed = valid.filter(({ doNotCall }) => !doNotCall);
  if (allowed.length === 0) return removed('do-not-call');
  if (rules.lifecycles.length > 0 && !rules.lifecycles.includes(person.lifecycle)) return removed('lifecycle');
  if (rules.notInOthers && person.isInOtherList) return removed('in-other-list');
  if (isRecent(person.lastCallAt, rules.notCalledWithinDays, now)) return removed('called-recently');
  if (person.isOnCall) return removed('on-a-call');
  const free = allowed.find(({ taken }) => !taken);
  return free?.e164 ? { entry: { e164: free.e164, zone: free.zone } } : removed('duplicate-number');
}

const isRecent = (lastCallAt: Date | null, days: number, now: Date): boolean =>
  days > 0 && lastCallAt !== null && lastCallAt.getTime() > now.getTime() - days * DAY_MS;
