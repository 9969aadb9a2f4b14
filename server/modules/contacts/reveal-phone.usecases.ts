/** One telephone number in full for somebody who sees masked ones: each time is written down. */
import type { z } from 'zod';
import type { revealedPhoneSchema } from '../../contract/contacts.contract.ts';
import { forbidden, notFound } from '../../platform/errors/domain-error.ts';
import type { Platform } from '../../platform/platform.ts';
import { isHidden } from '../access/field-rights.ts';
import { maskNumber } from '../access/mask-number.ts';
import { actorOf } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { readOrganisation } from '../organisations/organisations.usecases.ts';
import type { RevealFacts } from './contacts.events.ts';
import { type By, readContact } from './contacts.usecases.ts';

export interface RevealPhone extends By {
  kind: 'contact' | 'organisation';
  recordId: string;
  phoneId: string;
}

const noSuchNumber = () => notFound('contacts.no_such_number', 'This record has no such number.');
const numberHidden = () =>
  forbidden('contacts.numbers_hidden', 'Your role does not show telephone numbers of these records.');

export async function revealPhone(
  platform: Platform,
  { kind, recordId, phoneId, ...by }: RevealPhone,
): Promise<z.input<typeof revealedPhoneSchema>> {
  const { principal } = by;
  const record =
    kind === 'contact'
      ? await readContact(platform, principal, recordId)
      : await readOrganisation(platform, principal, recordId);
  if (isHidden(principal, kind, 'phones')) throw numberHidden();
  const phone = record.phones.find(({ id }) => id === phoneId);
  if (!phone) throw noSuchNumber();
  await platform.database.transaction(async (tx) => {
    // Enough to tell which one it was; the whole is not written down again: whoever reads the audit may not know it either.
    const phones = [maskNumber(phone.e164 ?? phone.raw)];
    const after = { phoneId, phones };
    await createAudit(platform).record(tx, { ...by, action: 'number.revealed', record: recordId, after });
    const payload = { kind, recordId, phoneId };
    await platform.facts.append<RevealFacts>(tx, {
      type: 'number.revealed',
      payload,
      subject: recordId,
      actor: actorOf(principal),
    });
  });
  const { id, raw, e164, extension } = phone;
  return { id, raw, e164, extension };
}
