/** Pure: which numbers of merged records move to the one that stays. */
import { phoneKey, type StoredPhone } from '../phones/phone-rows.ts';

export type HeldPhone = StoredPhone & { holderId: string };

export interface PhonesPlan {
  /** Numbers that move, in their order. */
  moved: HeldPhone[];
  /** Numbers that are there already and stay behind with the merged record. */
  doubles: HeldPhone[];
  /** Numbers of the survivor that a double says more of: nobody may call it. */
  forbidden: StoredPhone[];
}

export function planPhones(mine: readonly StoredPhone[], theirs: readonly HeldPhone[]): PhonesPlan {
  const known = new Map<string, StoredPhone>(mine.map((phone) => [phoneKey(phone), phone]));
  const plan: PhonesPlan = { moved: [], doubles: [], forbidden: [] };
  for (const phone of theirs) {
    const same = known.get(phoneKey(phone));
    if (!same) {
      known.set(phoneKey(phone), phone);
      plan.moved.push(phone);
      continue;
    }
    plan.doubles.push(phone);
    if (phone.doNotCall && !same.doNotCall && !plan.forbidden.includes(same)) plan.forbidden.push(same);
  }
  return plan;
}
