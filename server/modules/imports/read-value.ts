/** Pure: cells that say yes or no, a life-cycle, an e-mail, a number, in the four languages. */

import { repairPhone } from '../phones/quick-phone.ts';
import type { DraftPhone, ReadingContext, RowDraft } from './row-draft.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const yes = words('1 + x х v y yes true да д истина oui vrai o sì si s vero ✓ ✔ on вкл');
const no = words('0 - n no false нет н ложь non faux no falso off выкл');

/** Null: neither. An empty cell says nothing and is not asked. */
export function readYesNo(cell: string): boolean | null {
  const word = cell.trim().toLowerCase();
  return yes.has(word) ? true : no.has(word) ? false : null;
}

const lifecycleWords: Readonly<Record<string, string>> = {
  lead: 'lead lead, лид лида лиды потенциальный потенциальныйклиент prospect piste potentiel potenziale contatto',
  client: 'client customer клиент покупатель заказчик cliente действующий',
  former: 'former formerclient exclient бывший бывшийклиент ancien ancienclient excliente ex passato',
  supplier: 'supplier vendor поставщик fournisseur fornitore',
  partner: 'partner партнёр партнер partenaire',
  competitor: 'competitor конкурент concurrent concorrente',
};
const lifecycleOf = new Map(
  Object.entries(lifecycleWords).flatMap(([key, list]) => list.split(' ').map((word) => [word, key] as const)),
);

/** @example readLifecycle('Клиент') // 'client' */
export const readLifecycle = (cell: string): string | null =>
  lifecycleOf.get(cell.toLowerCase().replace(/[^\p{L}]/gu, '')) ?? null;

const email = /^[^\s@<>(),;:"']{1,64}@[a-z0-9\p{L}](?:[a-z0-9\p{L}.-]{0,180})\.[a-z\p{L}]{2,24}$/iu;

/** E-mails of a cell in lower case; null: something in it is none. */
export function readEmails(cell: string): string[] | null {
  const found: string[] = [];
  for (const part of cell.split(/[\s,;|<>]+/)) {
    const text = part.replace(/^mailto:/i, '').replace(/[.]$/, '');
    if (text === '') continue;
    if (email.test(text)) found.push(text.toLowerCase());
    // `Ivan Petrov <ivan@firm.example>`: words beside an address are not one.
    else if (text.includes('@') || !cell.includes('@')) return null;
  }
  return found;
}

/** Reads the numbers of a cell into the draft, as often as they stand there. Returns why there is none; null: all is well, also when the cell only says "none". */
export function readPhones(draft: RowDraft, cell: string, kind: DraftPhone['kind'], { region }: ReadingContext) {
  const number = repairPhone(cell, region);
  if (!number.ok) {
    if (number.reason === 'withheld') return null;
    const repair = { written: cell, e164: null, extension: null, because: number.reason };
    draft.repairs.push(repair);
    draft.unread ??= [];
    draft.unread.push({ raw: cell.trim(), kind, marks: null, repair, fault: null });
    return number.reason;
  }
  add(cell, number);
  for (const other of number.others) {
    const next = repairPhone(other, region);
    if (next.ok) add(other, next);
  }
  return null;

  function add(raw: string, { e164, extension, country, kind: lineKind }: Extract<typeof number, { ok: true }>) {
    draft.repairs.push({ written: raw, e164, extension, because: null });
    draft.phones.push({ raw, e164, extension, country, lineKind, kind, marks: null });
  }
}
