/** Calls find their person again when a number was saved or removed, and when a person was made from a call. */
import type { Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Platform } from '../../platform/platform.ts';
import type { CallNeighbours } from './call-neighbours.ts';
import type { StoredCall } from './call-row.ts';
import type { CallFacts } from './calls.events.ts';
import { isShownAt, lockCalls, writeHuman } from './calls.repository.ts';
import { currentCallId } from './merged-calls.ts';
import { tellChange } from './tell-change.ts';

type Deps = Pick<Platform, 'facts' | 'jobs' | 'clock'> & { neighbours: CallNeighbours };

/**
 * Links every call of a number to whoever it belongs to now, in one statement, however many there are. What a person
 * picked stays, unless the one who was picked has been deleted since. Returns how many calls changed.
 */
export async function relinkNumber(tx: Tx, deps: Deps, e164: string): Promise<number> {
  const [match] = await deps.neighbours.findMatches(tx, [{ raw: null, e164, withheld: false }]);
  if (!match) return 0;
  const { contactId, organisationId, candidates } = match;
  const where = tx`customer_e164 = ${e164} and (not contact_picked or contact_id = any(${await goneOf(tx, deps, e164)}))`;
  const shown = await lockShown(tx, deps, where);
  const had = await tx<{ id: string }[]>`
    select distinct contact_id as id from calls where ${where} and contact_id is distinct from ${contactId}`;
  const changed = await tx`
    update calls set contact_id = ${contactId}, organisation_id = ${organisationId}, candidates = ${tx.json(candidates)},
      contact_picked = false, version = version + 1
    where ${where}
      and (contact_id, organisation_id, candidates) is distinct from
        (${contactId}::text, ${organisationId}::text, ${tx.json(candidates)}::jsonb)`;
  const before = new Map(shown.map((call) => [call.id, call]));
  await tellShown(tx, deps, before);
  if (had.length > 0) await tellRelinked(tx, deps, e164, [contactId, ...had.map(({ id }) => id)]);
  return changed.count;
}

/**
 * The same for very many people at once (an import): one statement finds those of their numbers that ever called, and only
 * these are linked one by one.
 */
export async function relinkNumbersOf(
  tx: Tx,
  deps: Deps,
  { contactIds, organisationIds, numbers }: { contactIds: string[]; organisationIds: string[]; numbers: string[] },
): Promise<void> {
  const rows = await tx<{ e164: string }[]>`
    select e164 from (
      select e164 from phones where contact_id = any(${contactIds}) and e164 is not null
      union select e164 from phones where organisation_id = any(${organisationIds}) and e164 is not null
      union select unnest(${numbers}::text[])) asked
    where exists (select from calls c where c.customer_e164 = asked.e164) order by e164`;
  for (const { e164 } of rows) await relinkNumber(tx, deps, e164);
}

/** Cards of live calls list the earlier calls of a person. */
export async function tellRelinked(
  tx: Tx,
  { facts }: Pick<Deps, 'facts'>,
  subject: string,
  contactIds: readonly (string | null)[],
): Promise<void> {
  const payload = { contactIds: [...new Set(contactIds.filter((id) => id !== null))] };
  if (payload.contactIds.length > 0) await facts.append<CallFacts>(tx, { type: 'call.relinked', subject, payload });
}

/** People picked for calls of this number who are not there any more. */
async function goneOf(tx: Tx, { neighbours }: Deps, e164: string): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select distinct contact_id as id from calls
    where customer_e164 = ${e164} and contact_picked and contact_id is not null`;
  const picked = rows.map(({ id }) => id);
  if (picked.length === 0) return [];
  const { contacts } = await neighbours.names(tx, { contactIds: picked });
  return picked.filter((id) => !contacts.has(id));
}

/** Tells those who show these calls, if they changed. */
async function tellShown(tx: Tx, deps: Deps, before: ReadonlyMap<string, StoredCall>): Promise<void> {
  const now = deps.clock.now();
  for (const [id, after] of await lockCalls(tx, [...before.keys()])) {
    const known = before.get(id)!;
    if (known.version !== after.version) await tellChange(tx, deps, { before: known, after, now, card: true });
  }
}

/** Calls on a desk or a board now, locked. */
async function lockShown(tx: Tx, { clock }: Deps, where: SqlQuery): Promise<StoredCall[]> {
  const rows = await tx<{ id: string }[]>`
    select id from calls where ${where} and ${isShownAt(tx, clock.now())}`;
  if (rows.length === 0) return [];
  const locked = await lockCalls(
    tx,
    rows.map(({ id }) => id),
  );
  return [...locked.values()];
}

/** Attaches the call a person was made from, whatever number it had; counts as picked by hand. */
export async function attachContact(tx: Tx, deps: Deps, callId: string, contactId: string): Promise<void> {
  const id = await currentCallId(tx, callId);
  const before = (await lockCalls(tx, [id])).get(id);
  if (!before || (before.contactId === contactId && before.contactPicked)) return;
  const after = { ...before, contactId, contactPicked: true, version: before.version + 1 };
  await writeHuman(tx, after);
  await tellRelinked(tx, deps, id, [before.contactId, contactId]);
  const e164 = before.customer?.e164 ?? null;
  if (e164 !== null) await deps.neighbours.rememberPick(tx, { e164, contactId });
  await tellChange(tx, deps, { before, after, now: deps.clock.now(), card: true });
}

/** The name, the owner or the numbers of a person changed: whoever shows a call that may be theirs is told. */
export const refreshContact = (tx: Tx, deps: Deps, contactId: string): Promise<void> =>
  refreshShown(tx, deps, tx`(contact_id = ${contactId} or candidates @> ${tx.json([{ contactId }])}::jsonb)`);

/** Which of very many people stand on a card or a board now: these are told one by one. */
export async function refreshContacts(tx: Tx, deps: Deps, contactIds: readonly string[]): Promise<void> {
  const rows = await tx<{ id: string }[]>`
    select distinct contact_id as id from calls where state <> 'ended' and contact_id = any(${[...contactIds]}) order by 1`;
  for (const { id } of rows) await refreshContact(tx, deps, id);
}

/** The same of an organisation. */
export const refreshOrganisation = (tx: Tx, deps: Deps, organisationId: string): Promise<void> =>
  refreshShown(
    tx,
    deps,
    tx`(organisation_id = ${organisationId} or candidates @> ${tx.json([{ organisationId }])}::jsonb)`,
  );

async function refreshShown(tx: Tx, deps: Deps, where: SqlQuery): Promise<void> {
  const shown = await lockShown(tx, deps, where);
  for (const before of shown) {
    await tx`update calls set version = version + 1 where id = ${before.id}`;
    const after = { ...before, version: before.version + 1 };
    await tellChange(tx, deps, { before, after, now: deps.clock.now(), card: true });
  }
}
