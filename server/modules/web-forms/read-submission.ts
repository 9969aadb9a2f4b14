/** Pure: who wrote what, out of the fields of a form, whatever its author called them. */
import { z } from 'zod';
import { honeypotField, tokenField } from '../../contract/web-forms.contract.ts';

export interface ReadSubmission {
  name: string;
  /** As it was typed; empty: none. */
  phone: string;
  /** Lower case; empty: none that can be one. */
  email: string;
  organisation: string;
  /** Message, and every field that has no place of its own. */
  note: string;
  /** `utm_source / utm_medium / utm_campaign`. */
  channel: string;
}

const meanings: Readonly<Record<string, readonly string[]>> = {
  first: ['firstname', 'givenname'],
  last: ['lastname', 'surname', 'familyname'],
  name: ['name', 'yourname', 'fullname', 'contact', 'contactname', 'fio', 'имя', 'фио', 'nom', 'nome'],
  phone: ['phone', 'tel', 'telephone', 'mobile', 'phonenumber', 'yourphone', 'телефон', 'telefono'],
  email: ['email', 'mail', 'emailaddress', 'youremail', 'почта', 'courriel'],
  organisation: ['company', 'organisation', 'organization', 'firm', 'компания', 'societe', 'azienda'],
  message: ['message', 'comment', 'comments', 'text', 'question', 'yourmessage', 'сообщение', 'вопрос', 'messaggio'],
};
const meaningOf = new Map(Object.entries(meanings).flatMap(([meaning, keys]) => keys.map((key) => [key, meaning])));
const plainKey = (key: string): string => key.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
const oneLine = (text: string, most: number): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, most);

const campaign = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;
const ours: ReadonlySet<string> = new Set([honeypotField, tokenField, ...campaign]);

/** @example readSubmission({ 'your-name': 'Ann', Tel: '+33…', utm_source: 'google' }).channel // 'google' */
export function readSubmission(fields: Readonly<Record<string, string>>): ReadSubmission {
  const known = new Map<string, string>();
  const rest: string[] = [];
  for (const [key, raw] of Object.entries(fields)) {
    const text = raw.trim();
    if (text === '' || ours.has(key)) continue;
    const meaning = meaningOf.get(plainKey(key));
    const isTwice = meaning !== undefined && known.has(meaning);
    const isNoEmail = meaning === 'email' && !z.email().max(200).safeParse(text).success;
    if (meaning === undefined || isTwice || isNoEmail) rest.push(`${key}: ${text}`);
    else known.set(meaning, text);
  }
  const of = (meaning: string, most = 200) => oneLine(known.get(meaning) ?? '', most);
  const phone = of('phone', 60);
  const email = of('email').toLowerCase();
  const name = of('name') || oneLine(`${of('first')} ${of('last')}`, 200);
  return {
    name: name || email || phone,
    phone,
    email,
    organisation: of('organisation'),
    note: [known.get('message') ?? '', ...rest]
      .filter((line) => line !== '')
      .join('\n')
      .slice(0, 20_000),
    channel: oneLine(
      campaign
        .map((key) => fields[key]?.trim() ?? '')
        .filter((text) => text !== '')
        .join(' / '),
      200,
    ),
  };
}
