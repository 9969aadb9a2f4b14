/** What changes hands in a hand-over: one line for each kind of record. Clients first, then what is about them. */
import { managedDeals } from '../modules/deals/hand-over-seats.ts';
import type { HandOverDeps } from '../modules/hand-overs/hand-overs.usecases.ts';
import { ownedTable } from '../modules/hand-overs/owned-table.ts';
import type { Platform } from '../platform/platform.ts';
import { handOverFinders } from './hand-over-finders.ts';

const contacts = ownedTable({
  kind: 'contacts',
  record: 'contact',
  table: 'contacts',
  agentColumn: 'owner_agent_id',
  contactColumn: 'id',
  hasLifecycle: true,
  hasUpdatedAt: true,
  read: 'contacts.read',
  owner: { ownerAgent: 'owner_agent_id', team: 'team_id', isPrivate: 'is_private' },
  alive: (sql) => sql`deleted_at is null`,
});

const organisations = ownedTable({
  kind: 'organisations',
  record: 'organisation',
  table: 'organisations',
  agentColumn: 'owner_agent_id',
  hasLifecycle: true,
  hasUpdatedAt: true,
  read: 'contacts.read',
  alive: (sql) => sql`deleted_at is null`,
});

/** Open ones; whoever manages a deal beside the owner goes on doing so (`managedDeals` are their seats). */
const deals = ownedTable({
  kind: 'deals',
  record: 'deal',
  table: 'deals',
  agentColumn: 'owner_agent_id',
  contactColumn: 'contact_id',
  hasUpdatedAt: true,
  read: 'deals.read',
  owner: { ownerAgents: 'agent_ids', team: 'team_id' },
  alive: (sql) => sql`state = 'open' and deleted_at is null`,
  also: (tx) => tx`agent_ids = array_remove(array_prepend(a.id, coalesce((
    select array_agg(o.agent_id order by o.position) from deal_managers o
    where o.deal_id = t.id and o.agent_id is distinct from a.id), '{}')), null)`,
});

const tasks = ownedTable({
  kind: 'tasks',
  record: 'task',
  table: 'tasks',
  agentColumn: 'agent_id',
  contactColumn: 'contact_id',
  read: 'tasks.read',
  alive: (sql) => sql`not done`,
});

/** Not those that are being called right now. */
const missedCalls = ownedTable({
  kind: 'missedCalls',
  record: 'missed-call',
  table: 'missed_calls',
  agentColumn: 'assignee_agent_id',
  contactColumn: 'contact_id',
  read: 'missed-calls.read',
  alive: (sql) => sql`state = 'open'`,
});

export const handOverDeps = (platform: Platform): HandOverDeps => ({
  ...platform,
  kinds: [contacts, organisations, deals, managedDeals, tasks, missedCalls],
  finders: handOverFinders(platform),
});
