/** Conditions in SQL for what people type to find a person: words of a name or an e-mail, digits of a number. */
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { likeText } from '../../platform/words/like-text.ts';
import { isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { digitsOf, normalizePhone } from '../phones/normalize-phone.ts';

const mostWords = 6;

/** @example wordsOf(' Иван  Петров ') // ['Иван', 'Петров'] */
export const wordsOf = (text: string): string[] =>
  text
    .slice(0, 200)
    .split(/[\s,;]+/u)
    .filter(Boolean)
    .slice(0, mostWords);

/** Every word begins a word of the column (`c.search`); a word with @ may stand anywhere in an e-mail. */
export function wordsCondition(sql: Sql, column: string, text: string): SqlQuery {
  const conditions = wordsOf(text).map((word) => {
    if (word.includes('@')) return sql`${sql(column)} like search_text(${`%${likeText(word)}%`})`;
    return sql`${sql(column)} ~ search_word(${word})`;
  });
  return sql.and(conditions);
}

/** Where people (`c`) or organisations (`o`) stand in a query, by the word that field rights call them. */
export const recordAlias = { contact: 'c', organisation: 'o' } as const;
export type SearchedKind = keyof typeof recordAlias;

/**
 * Words of a name or an e-mail, as far as the reader may know them: the column `search` holds both, and whoever e-mails are
 * hidden from must not find by them either.
 */
export function recordWords(sql: Sql, reader: Pick<Principal, 'rights'>, kind: SearchedKind, text: string): SqlQuery {
  const alias = recordAlias[kind];
  const words = wordsCondition(sql, `${alias}.search`, text);
  if (!isHidden(reader, kind, 'emails')) return words;
  return sql`(${words} and ${wordsCondition(sql, `${alias}.name_key`, text)})`;
}

/** Records with a number that the typed digits find; nobody for whom numbers are hidden. */
export function recordNumbers(
  sql: Sql,
  reader: Pick<Principal, 'rights'>,
  kind: SearchedKind,
  query: NumberQuery,
): SqlQuery {
  if (isHidden(reader, kind, 'phones')) return sql.unsafe('false');
  const holder = sql.unsafe(`ph.${kind}_id = ${recordAlias[kind]}.id`);
  return sql`exists (select from phones ph where ${holder} and ${numberCondition(sql, query)})`;
}

/** What was typed, as a condition on people or organisations; null: nothing was typed. */
export function recordText(
  sql: Sql,
  reader: Pick<Principal, 'rights'>,
  kind: SearchedKind,
  { text, region }: { text: string; region: string },
): SqlQuery | null {
  if (text.trim() === '') return null;
  if (!looksLikeNumber(text)) return recordWords(sql, reader, kind, text);
  return recordNumbers(sql, reader, kind, readNumberQuery(text, region));
}

/** Three digits at least and nothing that a number is not written with. */
export const looksLikeNumber = (text: string): boolean =>
  digitsOf(text).length >= 3 && /^[\s+\d().\-\u2010-\u2015/#*,;_~\p{Cf}\p{Nd}]+$/u.test(text);

/** Calling codes and trunk prefixes of the regions Trunkline speaks the languages of; others match by their digits. */
const plans: Readonly<Record<string, { code: string; trunk: string }>> = {
  RU: { code: '7', trunk: '8' },
  KZ: { code: '7', trunk: '8' },
  FR: { code: '33', trunk: '0' },
  DE: { code: '49', trunk: '0' },
  CH: { code: '41', trunk: '0' },
  AT: { code: '43', trunk: '0' },
  BE: { code: '32', trunk: '0' },
  GB: { code: '44', trunk: '0' },
  UA: { code: '380', trunk: '0' },
  BY: { code: '375', trunk: '80' },
};

export interface NumberQuery {
  /** What was typed is a whole number. */
  e164: string | null;
  digits: string;
  /** The beginning of a number as it is kept, when what was typed begins like a national or a whole one: `8 495 12` → `+749512`. */
  beginning: string | null;
}

/** What typed digits may mean, in any form of the region. */
export function readNumberQuery(text: string, region: string): NumberQuery {
  const number = normalizePhone(text, region);
  const typed = digitsOf(text);
  const digits = typed.startsWith('00') ? typed.slice(2) : typed;
  const plan = plans[region];
  const isWhole = text.trim().startsWith('+') || typed.startsWith('00');
  const isNational = plan !== undefined && !isWhole && digits.startsWith(plan.trunk);
  const rest = isNational ? `${plan.code}${digits.slice(plan.trunk.length)}` : isWhole ? digits : '';
  return {
    e164: number.ok ? number.e164 : null,
    digits,
    beginning: rest.length >= 4 ? `+${rest}` : null,
  };
}

/**
 * Numbers (alias `ph`) that the typed digits find: the whole number, its last digits, its beginning in national form,
 * or, from five digits on, digits anywhere in it.
 */
export function numberCondition(sql: Sql, { e164, digits, beginning }: NumberQuery): SqlQuery {
  const reversed = [...digits].reverse().join('');
  return sql`(${[
    sql`(ph.reversed ~>=~ ${reversed} and ph.reversed ~<~ ${`${reversed}:`})`,
    ...(e164 ? [sql`ph.e164 = ${e164}`] : []),
    ...(beginning ? [sql`(ph.e164 >= ${beginning} and ph.e164 < ${`${beginning}:`})`] : []),
    ...(digits.length >= 5 ? [sql`ph.digits like ${`%${digits}%`}`] : []),
  ].reduce((all, next) => sql`${all} or ${next}`)})`;
}
