/** Numbers move to the record that stays; those it has already stay behind with the merged one. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { PhoneFacts } from '../phones/phones.events.ts';
import { readPhones, tellNumbers } from '../phones/phones.usecases.ts';
import type { Kept, MergedRecord, MergeMover } from '../reversible-actions/movers.ts';
import { planPhones } from './plan-phones.ts';

interface PhonesMoved {
  moved: { id: string; was: string; position: number; isPrimary: boolean; e164: string | null }[];
  /** Numbers of the survivor that became "do not call" because a double was. */
  forbidden: string[];
}

const tables = { contact: 'contacts', organisation: 'organisations' } as const;
const columnOf = (record: MergedRecord) => (record === 'contact' ? 'contact_id' : 'organisation_id');
const holderOf = (record: MergedRecord, id: string) =>
  record === 'contact' ? { contactId: id, organisationId: null } : { contactId: null, organisationId: id };

/** Exactly one number of a record is the primary one. */
async function keepOnePrimary(tx: Tx, column: string, id: string): Promise<void> {
  await tx`
    update phones set is_primary = (id = (
      select id from phones where ${tx(column)} = ${id} order by is_primary desc, position, id limit 1))
    where ${tx(column)} = ${id}`;
}

async function order(tx: Tx, record: MergedRecord, ids: readonly string[]) {
  const found = await readPhones(tx, tables[record], ids);
  return ids.flatMap((id) => (found.get(id) ?? []).map((phone, position) => ({ ...phone, holderId: id, position })));
}

export const phonesMover = (facts: Platform['facts'], record: MergedRecord): MergeMover<PhonesMoved> => {
  const column = columnOf(record);
  return {
    name: 'phones',
    record,
    async move(tx, { from, to, actor }) {
      const mine = await order(tx, record, [to]);
      const theirs = await order(tx, record, from);
      const plan = planPhones(mine, theirs);
      const positions = new Map(theirs.map(({ id, position }) => [id, position]));
      for (const [index, { id }] of plan.moved.entries())
        await tx`
          update phones set ${tx(column)} = ${to}, position = ${mine.length + index},
            is_primary = ${mine.length === 0 && index === 0} where id = ${id}`;
      const forbidden = plan.forbidden.map(({ id }) => id);
      await tx`update phones set do_not_call = true where id = any(${forbidden}::text[])`;
      const moved = plan.moved.map(({ id, holderId, isPrimary, e164 }) => ({
        id,
        was: holderId,
        position: positions.get(id) ?? 0,
        isPrimary,
        e164,
      }));
      // Also the doubles: they have one holder less from now on, so that calls find their person anew.
      const numbers = new Set(theirs.flatMap(({ e164 }) => (e164 ? [e164] : [])));
      for (const e164 of numbers) {
        const fact = {
          type: 'number.saved',
          payload: { ...holderOf(record, to), e164 },
          subject: e164,
          actor,
        } as const;
        await facts.append<PhoneFacts>(tx, fact);
      }
      return { moved, forbidden };
    },
    async unmove(tx, { moved, forbidden }, { from, to, actor }) {
      let restored = 0;
      for (const { id, was, position, isPrimary } of moved) {
        const { count } = await tx`
          update phones set ${tx(column)} = ${was}, position = ${position}, is_primary = ${isPrimary}
          where id = ${id} and ${tx(column)} = ${to}`;
        restored += count;
      }
      await tx`
        update phones set do_not_call = false
        where id = any(${forbidden}::text[]) and ${tx(column)} = ${to} and do_not_call`;
      for (const id of [to, ...from]) await keepOnePrimary(tx, column, id);
      // Also what did not move: calls carry the organisation that the merge gave to the survivor.
      for (const id of [to, ...from]) await tellNumbers({ facts }, tx, 'number.saved', holderOf(record, id), actor);
      for (const { e164 } of moved) {
        if (!e164) continue;
        const fact = {
          type: 'number.removed',
          payload: { ...holderOf(record, to), e164 },
          subject: e164,
          actor,
        } as const;
        await facts.append<PhoneFacts>(tx, fact);
      }
      const missing = moved.length - restored;
      const kept: Kept[] = missing > 0 ? [{ part: 'phones', what: String(missing), because: 'removed-since' }] : [];
      return { restored, kept };
    },
  };
};
