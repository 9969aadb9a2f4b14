/** The name without its legal form as an SQL expression, kept in the index `organisations_core_name`. */
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';

/**
 * What `coreName` makes of a stored `name_key`, as far as SQL can tell it: the function `core_name` of migration 0055. A form
 * that is written out or stands inside the name stays. Forms that are added to `legalForms` need a function and an index anew.
 */
export const coreNameSql = (sql: Sql, nameKey: SqlQuery): SqlQuery => sql`core_name(${nameKey}) collate "C"`;
