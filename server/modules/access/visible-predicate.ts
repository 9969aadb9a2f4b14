/** The access rule of permissions.ts as a condition in SQL, from the same table. Tested against `canSee`. */
import { quoteIdentifier, type Sql, type SqlQuery } from '../../platform/database/sql.ts';
import { canDo, type Permission, type Reader, type Scope, scopeOf } from './permissions.ts';

/**
 * Columns that say whose a record is, with their table's alias (`c.owner_agent_id`). Array columns hold several ids
 * (`c.agent_ids`). Leave out what the table does not have.
 */
export interface OwnerColumns {
  ownerAgent?: string;
  ownerAgents?: string;
  ownerUser?: string;
  team?: string;
  teams?: string;
  /** Boolean: the owner's alone (people). Every query over people must give it. */
  isPrivate?: string;
}

/**
 * Which rows the reader's right reaches. `false` when there is no such right, `true` when it reaches all.
 * @example sql`select * from contacts c where ${visiblePredicate(sql, principal, 'contacts.read', contactOwner)}`
 */
export function visiblePredicate(sql: Sql, principal: Reader, permission: Permission, columns: OwnerColumns): SqlQuery {
  const scope = scopeOf(principal, permission);
  if (scope === null) return sql.unsafe('false');
  const reached = reachedBy(sql, principal, scope, columns);
  if (columns.isPrivate === undefined || canDo(principal, 'contacts.private')) return reached;
  const mine = [
    ...equal(sql, columns.ownerAgent, columns.ownerAgents, principal.agentId),
    ...equal(sql, columns.ownerUser, undefined, principal.userId),
  ];
  const open = sql`not ${sql(columns.isPrivate)}`;
  return sql`(${reached} and (${mine.reduce((all, next) => sql`${all} or ${next}`, open)}))`;
}

function reachedBy(sql: Sql, principal: Reader, scope: Scope, columns: OwnerColumns): SqlQuery {
  if (scope === 'all') return sql.unsafe('true');
  const nobodys = ownerless(columns);
  const teamless = [...one(columns.team, 'is null'), ...one(columns.teams, "= '{}'")];
  // The cheap ones first: PostgreSQL asks them in this order, of a million rows at times, and lists of ids are the dearest.
  const conditions = [
    sql.unsafe(`(${[...teamless, ...nobodys].join(' and ') || 'true'})`),
    ...equal(sql, columns.team, columns.teams, principal.teamId).map((isMyTeams) =>
      scope === 'team' ? isMyTeams : sql`(${isMyTeams} and ${sql.unsafe(nobodys.join(' and ') || 'true')})`,
    ),
    ...equal(sql, columns.ownerAgent, columns.ownerAgents, principal.agentId),
    ...equal(sql, columns.ownerUser, undefined, principal.userId),
  ];
  return sql`(${conditions.reduce((all, next) => sql`${all} or ${next}`)})`;
}

const one = (column: string | undefined, test: string): string[] =>
  column === undefined ? [] : [`${quoteIdentifier(column)} ${test}`];

const ownerless = (columns: OwnerColumns): string[] => [
  ...one(columns.ownerAgent, 'is null'),
  ...one(columns.ownerAgents, "= '{}'"),
  ...one(columns.ownerUser, 'is null'),
];

function equal(sql: Sql, single: string | undefined, many: string | undefined, id: string | null): SqlQuery[] {
  if (id === null) return [];
  return [
    ...(single === undefined ? [] : [sql`${sql(single)} = ${id}`]),
    ...(many === undefined ? [] : [sql`${id} = any(${sql(many)})`]),
  ];
}
