/** A person typed in by somebody: whose they are and where they came from, when nobody says. */
import type { z } from 'zod';
import type { Contact, newContactSchema } from '../../contract/contacts.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import type { Dialled } from '../phones/dialled-number.ts';
import { normalizePhone } from '../phones/normalize-phone.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { fieldInvalid } from './contacts.errors.ts';
import { addContact, type By, type Unsaid } from './contacts.usecases.ts';
import { firstOwner } from './first-owner.ts';
import { knowsOrigins, originOfDialled } from './origin.usecases.ts';

/** What the calls module, which stands above, is asked when a person is made. */
export interface CallsOfOthers {
  mayWorkOn(sql: Sql, principal: Principal, callId: string): Promise<boolean>;
  /** True when the call came in and nobody of ours answered it. */
  isMissed(sql: Sql, callId: string): Promise<boolean>;
  /** Number of ours that was dialled in the first call of somebody new: of those that are nobody's or this very one. */
  firstDialled(sql: Sql, of: { callId: string | undefined; numbers: readonly string[] }): Promise<Dialled | null>;
}

type NewContact = z.output<typeof newContactSchema>;

async function ownerOf(
  platform: Platform,
  tx: Tx,
  { body: { ownerId, callId }, principal, calls }: { body: NewContact; principal: Principal; calls: CallsOfOthers },
): Promise<string | null> {
  const { handMade } = (await readSettings(platform, tx)).leads;
  const isMissed = callId !== undefined && (await calls.isMissed(tx, callId));
  const owner = firstOwner(ownerId, principal, { handMade, isMissed });
  if (ownerId !== undefined || owner === null) return owner;
  // Somebody who has no telephone any more can still type people in.
  return (await readAgentRecords(tx, [owner])).get(owner)?.active ? owner : null;
}

async function originOf(platform: Platform, tx: Tx, { callId, phones }: NewContact, calls: CallsOfOthers) {
  if (!(await knowsOrigins(platform, tx))) return null;
  const region = (await readSettings(platform, tx)).defaultRegion;
  const numbers = phones.map(({ raw }) => normalizePhone(raw, region)).flatMap((one) => (one.ok ? [one.e164] : []));
  return originOfDialled(platform, tx, await calls.firstDialled(tx, { callId, numbers }));
}

/** Creates a person. The quick entry needs a name and nothing else. */
export async function createContact(
  platform: Platform,
  { body, ...by }: By & { body: NewContact },
  calls: CallsOfOthers,
): Promise<Contact> {
  return platform.database.transaction(async (tx) => {
    const { callId } = body;
    if (callId !== undefined && !(await calls.mayWorkOn(tx, by.principal, callId)))
      throw fieldInvalid('callId', 'is no call you can work on');
    const origin = await originOf(platform, tx, body, calls);
    const unsaid: Unsaid = {
      ownerId: await ownerOf(platform, tx, { body, principal: by.principal, calls }),
      sourceId: origin?.sourceId ?? null,
      advertisingChannel: origin?.channel ?? '',
    };
    return addContact(platform, tx, { body, unsaid, ...by });
  });
}
