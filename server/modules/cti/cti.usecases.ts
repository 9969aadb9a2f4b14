/** Another service tells of a call or a lead: the person is found or made, the note kept, the card opened. */
import type { z } from 'zod';
import type { CtiPushed, ctiPushSchema } from '../../contract/cti.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { agentsByAnyName, readAgentRecords } from '../agents/agents.usecases.ts';
import { findContact } from '../contacts/contacts.usecases.ts';
import { writeNote } from '../contacts/notes.usecases.ts';
import { findEntry } from '../directories/directories.usecases.ts';
import { type IncomingLead, meetPerson, takeLead } from '../leads/take-lead.usecases.ts';
import { ctiInvalid } from './cti.errors.ts';
import type { CtiFacts } from './cti.events.ts';

type Push = z.output<typeof ctiPushSchema>;
type By = { principal: Principal; ip: string };

async function agentOf(tx: Tx, named: string | null): Promise<{ id: string; name: string } | null> {
  if (named === null || named === '') return null;
  const id = (await agentsByAnyName(tx)).get(named.toLowerCase());
  if (id === undefined) throw ctiInvalid('agent', 'is no agent who works here');
  if (id === null) throw ctiInvalid('agent', 'is the name of several agents; give the extension, e-mail or id');
  const agent = (await readAgentRecords(tx, [id])).get(id);
  return { id, name: agent?.name ?? '' };
}

async function leadOf(
  tx: Tx,
  { number, email, name, organisation, note, source, channel }: Push,
): Promise<IncomingLead> {
  const sourceId = source === null ? null : await findEntry(tx, 'source', source);
  if (source !== null && sourceId === null)
    throw ctiInvalid('source', 'is no source of this firm; see GET /api/directories');
  const mail = email.toLowerCase();
  return {
    name: name || number || mail,
    phone: number,
    email: mail,
    organisation,
    note,
    channel,
    sourceId,
    cameBy: 'api',
  };
}

/** Refused in words when the agent or the source that is named is not there; otherwise somebody is found or made. */
export async function pushCti(platform: Platform, { body, ...by }: By & { body: Push }): Promise<CtiPushed> {
  return platform.database.transaction(async (tx) => {
    const agent = await agentOf(tx, body.agent);
    const lead = await leadOf(tx, body);
    const met = await meetPerson(platform, tx, { lead, by });
    const isSeen = (await findContact(platform, tx, by.principal, met.contactId)) !== null;
    if (isSeen) await keepWords(platform, tx, { push: body, lead, isNew: met.isNew, contactId: met.contactId, by });
    if (agent)
      await platform.facts.append<CtiFacts>(tx, {
        type: 'contact.offered',
        payload: { contactId: met.contactId, agentId: agent.id, event: body.event },
        subject: met.contactId,
        actor: actorOf(by.principal),
      });
    return { contactId: isSeen ? met.contactId : null, isNew: met.isNew, agent };
  });
}

async function keepWords(
  platform: Platform,
  tx: Tx,
  { push, lead, isNew, contactId, by }: { push: Push; lead: IncomingLead; isNew: boolean; contactId: string; by: By },
): Promise<void> {
  const note = (text: string) => writeNote(platform, tx, { contactId, text, kind: 'note', ...by });
  if (push.event === 'lead' && !isNew) {
    const title = by.principal.name;
    const { words } = await takeLead(platform, tx, { lead, title, by });
    await note([title, words].filter((line) => line !== '').join('\n'));
  } else if (lead.note !== '') await note(lead.note);
}
