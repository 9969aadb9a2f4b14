/** The e-mail that a result has sent to the person, and what becomes of it when the result was a mistake. */
import { type Words, words } from '../../contract/built-in-words.ts';
import type { Consequence } from '../../contract/campaign-rules.contract.ts';
import { fillMacros, type MacroValues } from '../../contract/fill-macros.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { readContactForServer } from '../contacts/contact-refs.usecases.ts';
import { writeNote } from '../contacts/notes.usecases.ts';
import { takeBackByRule, writeByRule } from '../messages/write-by-rule.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import type { AttemptRow } from './attempts.repository.ts';

/** Of a letter that had gone out when its result was corrected. */
export const letterGone = 'messages.gone';

const filled = (text: string, values: MacroValues): string =>
  fillMacros(text, values)
    .map((part) => (part.kind === 'empty' ? '' : part.text))
    .join('');

async function valuesOf(platform: Platform, tx: Tx, attempt: AttemptRow): Promise<MacroValues> {
  const contact = await readContactForServer(platform, tx, attempt.contact_id);
  const [agent] = await tx<{ name: string }[]>`select name from agents where id = ${attempt.agent_id}`;
  const { companyName } = await readSettings(platform, tx);
  return {
    'customer.name': contact?.name ?? null,
    'customer.phone': attempt.e164,
    'agent.name': agent?.name ?? null,
    'company.name': companyName,
  };
}

/**
 * Nobody gets the same letter of one call twice: when a result was corrected to and fro, the one that had gone out stands for
 * the new one.
 */
async function goneBefore(tx: Tx, attemptId: string, letter: { subject: string; text: string }) {
  const [row] = await tx<{ record_id: string }[]>`
    select record_id from attempt_consequences
    where attempt_id = ${attemptId} and kind = 'message' and problem = ${letterGone} and before @> ${tx.json(letter)} limit 1`;
  return row?.record_id ?? null;
}

export async function writeLetter(
  platform: Platform,
  tx: Tx,
  attempt: AttemptRow,
  rule: Extract<Consequence, { kind: 'message' }>,
): Promise<{ recordId: string; before: { subject: string; text: string } }> {
  const values = await valuesOf(platform, tx, attempt);
  const letter = { subject: filled(rule.subject, values), text: filled(rule.text, values) };
  const { contact_id: contactId } = attempt;
  const recordId =
    (await goneBefore(tx, attempt.id, letter)) ??
    (await writeByRule(platform, tx, { contactId, ...letter, afterSeconds: rule.afterSeconds }));
  return { recordId, before: letter };
}

const stays: Words = words(
  'The result of the call was corrected. The letter that had gone out already cannot be taken back:',
  'Результат звонка исправлен. Уже отправленное письмо отозвать нельзя:',
  'Le résultat de l’appel a été corrigé. La lettre déjà partie ne peut pas être reprise :',
  'L’esito della chiamata è stato corretto. La lettera già partita non si può ritirare:',
);

/**
 * Takes the letter back. One that has gone out stays, and a note at the person says so in the language of the agent.
 * Undefined: it was taken back; else why not.
 */
export async function takeLetterBack(
  platform: Platform,
  tx: Tx,
  attempt: AttemptRow,
  { record_id, before }: { record_id: string | null; before: unknown },
): Promise<string | undefined> {
  if (record_id === null || (await takeBackByRule(platform, tx, record_id))) return;
  const [user] = await tx<{ language: keyof Words }[]>`
    select language from users where agent_id = ${attempt.agent_id} order by id limit 1`;
  const text = `${stays[user?.language ?? 'en']} ${(before as { subject: string }).subject}`;
  const note = { contactId: attempt.contact_id, text, kind: 'note' as const };
  await writeNote(platform, tx, { ...note, principal: systemPrincipal, ip: '' });
  return letterGone;
}
