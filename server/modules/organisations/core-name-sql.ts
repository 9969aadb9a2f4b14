/** The name without its legal form as an SQL expression, for all organisations of the base at once. */
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import { legalForms } from './core-name.ts';

/**
 * What `coreName` makes of a stored `name_key`, as far as a whole table can be told in a second: points go, other signs part
 * words, one form goes from each end. A form that is written out or stands inside stays.
 */
export function coreNameSql(sql: Sql, nameKey: SqlQuery): SqlQuery {
  const forms = [...legalForms];
  // The key is kept in the order of bytes, where no letter but a Latin one is a letter.
  const key = sql`${nameKey} collate "default"`;
  const words = sql`btrim(regexp_replace(replace(${key}, '.', ''), '[^[:alnum:]&+]+', ' ', 'g')) collate "C"`;
  const begun = sql`
    select case when split_part(words, ' ', 1) = any(${forms}::text[]) and position(' ' in words) > 0
      then substr(words, position(' ' in words) + 1) else words end as core from (select ${words} as words offset 0) as told`;
  return sql`(
    select case when split_part(core, ' ', -1) = any(${forms}::text[]) and position(' ' in core) > 0
      then left(core, -1 - length(split_part(core, ' ', -1))) else core end from (${begun} offset 0) as begun)`;
}
