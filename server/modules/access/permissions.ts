/**
 * Who may do what: one table from which come `canDo`, `canSee` and the SQL predicate (visible-predicate.ts). Scope of
 * a right: `own` (records I own), `team` (mine and my team's), `all`. A record without owner and team is anybody's.
 */
import type { Role } from '../../contract/access.contract.ts';
import type { Principal } from './principal.ts';

export const scopes = ['own', 'team', 'all'] as const;
export type Scope = (typeof scopes)[number];

type Row = Partial<Record<Role, Scope>>;

const everybody: Row = { operator: 'all', supervisor: 'all', manager: 'all', administrator: 'all' };
const ownTeamAll: Row = { operator: 'own', supervisor: 'team', manager: 'all', administrator: 'all' };
const teamTeamAll: Row = { operator: 'team', supervisor: 'team', manager: 'all', administrator: 'all' };
const leaders: Row = { supervisor: 'all', manager: 'all', administrator: 'all' };
const leadersTeam: Row = { supervisor: 'team', manager: 'all', administrator: 'all' };
const administrator: Row = { administrator: 'all' };

export const permissionTable = {
  'users.read': leaders,
  'users.manage': administrator,
  'teams.read': everybody,
  'teams.manage': administrator,
  'api-keys.manage': administrator,
  'roles.read': leaders,
  'roles.manage': administrator,
  'audit.read': administrator,
  /** What was changed lately, by whom. team: by one's own people. */
  'events.read': leadersTeam,
  /** Put the old values of a change back; the right to change the record itself is needed as well. */
  'events.restore': leadersTeam,
  'webhooks.manage': administrator,
  /** Background jobs that were given up: see them, run them again, dismiss them. */
  'jobs.manage': administrator,
  'agents.read': everybody,
  'agents.manage': administrator,
  /** own: only one's own presence. */
  'presence.change': ownTeamAll,
  'pbx.read': everybody,
  'queues.read': everybody,
  'queues.manage': { supervisor: 'all', administrator: 'all' },
  'calls.read': ownTeamAll,
  /** Note, result, next step, who it was. */
  'calls.work': ownTeamAll,
  'calls.place': ownTeamAll,
  'calls.control': ownTeamAll,
  'recordings.listen': ownTeamAll,
  'recordings.control': ownTeamAll,
  'dispositions.read': everybody,
  'dispositions.manage': leaders,
  'tasks.read': ownTeamAll,
  'tasks.write': ownTeamAll,
  /** Contacts, organisations, search. Somebody else's client shows as restricted. */
  'contacts.read': teamTeamAll,
  'contacts.write': teamTeamAll,
  'contacts.delete': leadersTeam,
  /** See people whom their owner keeps private. */
  'contacts.private': administrator,
  /** Telephone numbers in full; without it only their ends are shown, except of the call one is in. */
  'numbers.see': everybody,
  /** Have one number of a record shown in full, which is written down. */
  'numbers.reveal': everybody,
  /** A deal is its owner's, its managers' and its team's. */
  'deals.read': teamTeamAll,
  'deals.write': teamTeamAll,
  'deals.delete': leadersTeam,
  /** The boss's word on the class of a deal. */
  'deals.score': leadersTeam,
  /** Pipelines, stages, loss reasons. */
  'pipelines.read': everybody,
  'pipelines.manage': leaders,
  'products.read': everybody,
  'products.manage': leaders,
  /** Discounts on lines of deals; how far the right reaches chooses the limit in the settings. */
  'products.discount': ownTeamAll,
  /** Files follow the record they belong to. */
  'files.read': everybody,
  'files.write': everybody,
  /** Messages follow the record they hang on. */
  'messages.read': everybody,
  'messages.write': everybody,
  /** Bringing people in from files, seeing and taking back such imports. */
  'imports.manage': leadersTeam,
  /** Taking a list out of the house as a file; which records is decided by the right to read them. */
  'exports.make': leadersTeam,
  'missed-calls.read': teamTeamAll,
  'missed-calls.work': teamTeamAll,
  'missed-calls.assign': leadersTeam,
  /** Ladders, calling hours, firm-wide settings. */
  'settings.read': everybody,
  'settings.manage': { supervisor: 'all', administrator: 'all' },
  /** Fields that the firm added: everybody fills them in. */
  'custom-fields.read': everybody,
  'custom-fields.manage': administrator,
  /** Saved filters; one's own, those of the team, those for everybody. */
  'segments.read': everybody,
  'segments.write': everybody,
  /** Change and delete shared ones that somebody else made. */
  'segments.manage': { manager: 'all', administrator: 'all' },
  /** What is said and asked in calls: everybody reads it. Answers follow the right to read the call. */
  'scripts.read': everybody,
  'scripts.manage': leaders,
  /** Give somebody's clients, tasks and callbacks to others, in one step. */
  'contacts.hand-over': leadersTeam,
  'contacts.merge': teamTeamAll,
  /** Campaigns and how far they are. */
  'campaigns.read': everybody,
  /** Take the next entry, dial it, give its result; whose attempts are seen. */
  'campaigns.work': ownTeamAll,
  /** Campaigns, call lists, the people in them. */
  'campaigns.manage': leaders,
  /** The live board of everybody's calls. */
  'board.read': leadersTeam,
} as const satisfies Record<string, Row>;

export type Permission = keyof typeof permissionTable;
export const permissionNames = Object.keys(permissionTable) as Permission[];

/** How far a right reaches by a built-in role; null: not at all. */
export function builtInScope(role: Role, permission: Permission): Scope | null {
  const row: Row = permissionTable[permission];
  return row[role] ?? null;
}

/** How far a right reaches for this reader, whose own role may have changed it; null: not at all. */
export function scopeOf(principal: Pick<Principal, 'role' | 'rights'>, permission: Permission): Scope | null {
  const changed = principal.rights?.scopes[permission];
  if (changed !== undefined) return changed === 'none' ? null : changed;
  return builtInScope(principal.role, permission);
}

/** True when the reader has the right for at least some records. */
export const canDo = (principal: Pick<Principal, 'role' | 'rights'>, permission: Permission): boolean =>
  scopeOf(principal, permission) !== null;

/** Owner and team of a record; agents own by their agent id, people without a telephone by their user id. */
export interface OwnedRecord {
  ownerAgentIds?: readonly (string | null)[];
  ownerUserId?: string | null;
  teamIds?: readonly (string | null)[];
  /** The owner's alone, whatever the scope, but for those with `contacts.private`. */
  isPrivate?: boolean;
}

/** What the access rule must know of a reader. */
export type Reader = Pick<Principal, 'role' | 'userId' | 'agentId' | 'teamId' | 'rights'>;

/** True when the reader's right reaches this record. The same rule as `visiblePredicate`, for one record in hand. */
export function canSee(principal: Reader, permission: Permission, record: OwnedRecord): boolean {
  const scope = scopeOf(principal, permission);
  if (scope === null) return false;
  if (record.isPrivate && !canDo(principal, 'contacts.private')) return isOwner(principal, record);
  if (scope === 'all') return true;
  const agents = (record.ownerAgentIds ?? []).filter((id) => id !== null);
  const teams = (record.teamIds ?? []).filter((id) => id !== null);
  const ownerUserId = record.ownerUserId ?? null;
  if (agents.length === 0 && ownerUserId === null && teams.length === 0) return true;
  if (principal.agentId !== null && agents.includes(principal.agentId)) return true;
  if (principal.userId !== null && ownerUserId === principal.userId) return true;
  const isMyTeams = principal.teamId !== null && teams.includes(principal.teamId);
  // A record of a team that nobody of it owns yet is each member's.
  return isMyTeams && (scope === 'team' || (agents.length === 0 && ownerUserId === null));
}

const isOwner = ({ agentId, userId }: Reader, { ownerAgentIds = [], ownerUserId = null }: OwnedRecord): boolean =>
  (agentId !== null && ownerAgentIds.includes(agentId)) || (userId !== null && ownerUserId === userId);

/** The names a console is told, so that it hides what cannot be done. */
export const permissionsOf = (principal: Pick<Principal, 'role' | 'rights'>): Permission[] =>
  permissionNames.filter((permission) => canDo(principal, permission));
