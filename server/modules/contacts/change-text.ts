/** Pure: one line of the audit as the time-line tells it: what was done, and the fields or names that go with it. */

import { differingKeys } from '../audit/decide-restore.ts';

interface Entry {
  action: string;
  before: unknown;
  after: unknown;
}

/** Said beside what was changed, and no field of a record: why a lead became a client. */
const reasons: ReadonlySet<string> = new Set(['because', 'dealId']);

const objectOf = (data: unknown) =>
  (typeof data === 'object' && data !== null ? data : {}) as Readonly<Record<string, unknown>>;
const namesIn = (list: unknown): string[] =>
  Array.isArray(list) ? list.map((one) => String(objectOf(one).name ?? '')).filter((name) => name !== '') : [];

/**
 * @param hidden fields that this reader does not get
 * @example changeText({ action: 'contact.changed', before: {}, after: { phones: [] } }, new Set()) // 'contact.changed: phones'
 */
export function changeText({ action, before, after }: Entry, hidden: ReadonlySet<string>): string {
  const details = (): string[] => {
    switch (action) {
      case 'contact.changed':
      case 'organisation.changed':
      case 'deal.changed':
        return differingKeys(objectOf(before), objectOf(after)).filter((key) => !hidden.has(key) && !reasons.has(key));
      case 'contact.merged':
      case 'organisation.merged':
        return hidden.has('name') ? [] : namesIn(objectOf(after).merged);
      case 'contact.handed-over':
      case 'contact.handed-back':
      case 'deal.handed-over':
      case 'deal.handed-back':
      case 'deal.seat-handed-over':
      case 'deal.seat-handed-back':
      case 'organisation.handed-over':
      case 'organisation.handed-back':
        return hidden.has('owner')
          ? []
          : [objectOf(before).owner, objectOf(after).owner].map((name) => String(name ?? '–'));
      case 'contact.lead-given': {
        const { owner, why, decidedBy } = objectOf(after);
        return [hidden.has('owner') ? '' : objectOf(owner).name, why, decidedBy].map((word) => String(word ?? ''));
      }
      default:
        return [];
    }
  };
  const words = details();
  return words.length > 0 ? `${action}: ${words.join(', ')}` : action;
}

/** The action that this line can be taken back by; only of the record that stayed in a merge. */
export function actionIdOf({ action, after }: Entry): string | undefined {
  const { actionId } = objectOf(after);
  const isMerge = action === 'contact.merged' || action === 'organisation.merged';
  return isMerge && typeof actionId === 'string' ? actionId : undefined;
}
