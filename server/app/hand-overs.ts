/** What changes hands in a hand-over: one line for each kind of record. Clients first, then what is about them. */
import { ownedTable } from '../modules/hand-overs/hand-over-kinds.ts';
import type { HandOverDeps } from '../modules/hand-overs/hand-overs.usecases.ts';
import type { Platform } from '../platform/platform.ts';

const contacts = ownedTable({
  kind: 'contacts',
  record: 'contact',
  table: 'contacts',
  agentColumn: 'owner_agent_id',
  contactColumn: 'id',
  hasLifecycle: true,
  hasUpdatedAt: true,
  alive: (sql) => sql`deleted_at is null`,
});

const organisations = ownedTable({
  kind: 'organisations',
  record: 'organisation',
  table: 'organisations',
  agentColumn: 'owner_agent_id',
  hasLifecycle: true,
  hasUpdatedAt: true,
  alive: (sql) => sql`deleted_at is null`,
});

/** Open ones; whoever manages a deal beside the owner goes on doing so. */
const deals = ownedTable({
  kind: 'deals',
  record: 'deal',
  table: 'deals',
  agentColumn: 'owner_agent_id',
  contactColumn: 'contact_id',
  hasUpdatedAt: true,
  alive: (sql) => sql`state = 'open' and deleted_at is null`,
  also: (tx) => tx`agent_ids = array_prepend(a.id, coalesce((
    select array_agg(o.agent_id order by o.position) from deal_managers o
    where o.deal_id = t.id and o.agent_id <> a.id), '{}'))`,
});

const tasks = ownedTable({
  kind: 'tasks',
  record: 'task',
  table: 'tasks',
  agentColumn: 'agent_id',
  contactColumn: 'contact_id',
  alive: (sql) => sql`not done`,
});

/** Not those that are being called right now. */
const missedCalls = ownedTable({
  kind: 'missedCalls',
  record: 'missed-call',
  table: 'missed_calls',
  agentColumn: 'assignee_agent_id',
  contactColumn: 'contact_id',
  alive: (sql) => sql`state = 'open'`,
});

export const handOverDeps = (platform: Platform): HandOverDeps => ({
  ...platform,
  kinds: [contacts, organisations, deals, tasks, missedCalls],
});
