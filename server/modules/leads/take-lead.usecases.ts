/** Somebody who came by a form or through another program: found by number or e-mail, or made, never there twice. */
import { newContactSchema } from '../../contract/contacts.contract.ts';
import { newTaskSchema } from '../../contract/tasks.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { addContact } from '../contacts/contacts.usecases.ts';
import { contactsByIds } from '../contacts/contacts-by-ids.usecases.ts';
import { findMatches } from '../contacts/find-matches.usecases.ts';
import { findEntry } from '../directories/directories.usecases.ts';
import { addTask } from '../tasks/tasks.usecases.ts';

export interface IncomingLead {
  name: string;
  /** As it came; empty: none. */
  phone: string;
  /** Lower case; empty: none. */
  email: string;
  organisation: string;
  note: string;
  channel: string;
  /** Left out of the person when it was switched off meanwhile. */
  sourceId: string | null;
  /** The source when none is named. */
  cameBy: 'web-form' | 'api';
}

export interface TakenLead {
  contactId: string;
  name: string;
  isNew: boolean;
}

type By = { principal: Principal; ip: string };

/** Two messages of one person at once make one person: whoever comes second waits and finds the first. */
async function lockKeys(tx: Tx, keys: readonly string[]): Promise<void> {
  for (const key of keys.filter((each) => each !== '').sort())
    await tx`select pg_advisory_xact_lock(hashtext('take-lead'), hashtext(${key}))`;
}

/** The person whose number or e-mail it is; null: nobody's. */
export async function findPerson(
  platform: Platform,
  tx: Tx,
  { phone, email }: Pick<IncomingLead, 'phone' | 'email'>,
): Promise<string | null> {
  if (phone !== '') {
    const match = await findMatches(platform, tx, { raw: phone });
    const own = match.candidates.find(({ contactId, because }) => contactId && because.includes('own-number'));
    const contactId = match.contactId ?? own?.contactId ?? null;
    if (contactId !== null) return contactId;
  }
  if (email === '') return null;
  const [row] = await tx<{ id: string }[]>`
    select id from contacts where emails @> array[${email}] and deleted_at is null order by created_at, id limit 1`;
  return row?.id ?? null;
}

async function makePerson(platform: Platform, tx: Tx, lead: IncomingLead, by: By): Promise<TakenLead> {
  const body = newContactSchema.parse({
    name: lead.name,
    ownerId: null,
    organisationName: lead.organisation || null,
    phones: lead.phone === '' ? [] : [{ raw: lead.phone, kind: 'mobile', primary: true }],
    emails: lead.email === '' ? [] : [lead.email],
    sourceId: await findEntry(tx, 'source', lead.sourceId ?? lead.cameBy),
    advertisingChannel: lead.channel,
  });
  const { id, name } = await addContact(platform, tx, { body, ...by });
  return { contactId: id, name, isNew: true };
}

/** Whoever has the person is asked to answer, today. */
async function askOwner(
  platform: Platform,
  tx: Tx,
  { contactId, title, note, by }: { contactId: string; title: string; note: string; by: By },
): Promise<void> {
  const [person] = await contactsByIds(platform, tx, [contactId]);
  const owner = person?.owner ? (await readAgentRecords(tx, [person.owner.id])).get(person.owner.id) : undefined;
  const body = newTaskSchema.parse({
    title: `${title}: ${person?.name ?? ''}`.slice(0, 500),
    description: note,
    kind: 'call',
    dueAt: platform.clock.now().toISOString(),
    contactId,
    agentId: owner?.active ? owner.id : null,
  });
  await addTask(platform, tx, { body, ...by });
}

/** Finds the person or makes a lead, inside the caller's transaction. */
export async function meetPerson(
  platform: Platform,
  tx: Tx,
  { lead, by }: { lead: IncomingLead; by: By },
): Promise<TakenLead> {
  await lockKeys(tx, [lead.phone.replaceAll(/\D/g, '').slice(-9), lead.email]);
  const known = await findPerson(platform, tx, lead);
  if (known === null) return makePerson(platform, tx, lead, by);
  const [person] = await contactsByIds(platform, tx, [known]);
  return { contactId: known, name: person?.name ?? '', isNew: false };
}

/**
 * Takes somebody in. A new person is a lead, and the listeners of leads find an owner; of somebody who is there already the
 * owner gets a task. What they wrote is for the caller to keep. Runs inside the caller's transaction.
 * @param title of the task, which names where it came from
 */
export async function takeLead(
  platform: Platform,
  tx: Tx,
  { lead, title, by }: { lead: IncomingLead; title: string; by: By },
): Promise<TakenLead & { words: string }> {
  const taken = await meetPerson(platform, tx, { lead, by });
  const { contactId, isNew } = taken;
  if (!isNew) await askOwner(platform, tx, { contactId, title, note: lead.note, by });
  return { ...taken, words: wordsOf(lead, isNew) };
}

/** What they wrote. The channel of somebody new stands on the person; of the others only here. */
const wordsOf = ({ note, channel }: IncomingLead, isNew: boolean): string =>
  [note, isNew ? '' : channel].filter((line) => line !== '').join('\n');
