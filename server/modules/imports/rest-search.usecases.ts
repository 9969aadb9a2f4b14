/**
 * The first import of a firm fills an almost empty base. Then the indexes that only searching and filtering need rest until
 * its people are written: keeping them row by row takes half the time of writing. In a base that is in use they stay, since
 * everybody's search would wait.
 */
import type { Database } from '../../platform/database/database.ts';
import { restIndexes, wakeIndexes } from '../../platform/database/resting-indexes.ts';
import type { Logger } from '../../platform/logger/logger.ts';

/** Indexes of people and numbers without which nobody's call, card or list of names is slower. */
export const searchIndexes = [
  'contacts_by_last_call',
  'contacts_by_last_reached',
  'contacts_custom',
  'contacts_emails',
  'contacts_filters',
  'contacts_search',
  'contacts_source',
  'phones_country',
  'phones_digits',
] as const;

/** Fewer new people are written in seconds, however many indexes there are. */
const fewest = 50_000;
/** New people for each one who is there. */
const timesKnown = 10;

/** Pure: true when nearly everybody who could be searched for is only just coming. */
export const mayRest = ({ known, coming }: { known: number; coming: number }): boolean =>
  coming >= fewest && known * timesKnown <= coming;

/** Lets them rest if that is worth it. */
export async function restSearch({ sql, transaction }: Database, coming: number, logger: Logger): Promise<void> {
  if (coming < fewest) return;
  const [row] = await sql<{ known: number }[]>`
    select count(*)::int as known from (select from contacts limit ${Math.ceil(coming / timesKnown) + 1}) few`;
  if (!mayRest({ known: row?.known ?? 0, coming })) return;
  try {
    await transaction((tx) => restIndexes(tx, searchIndexes));
  } catch (error) {
    // Somebody works with the table for long: then the import merely takes longer.
    logger.warn({ err: error }, 'the indexes of people stay while they are imported');
  }
}

export { wakeIndexes as wakeSearch };
