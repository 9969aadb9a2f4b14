/** Every right in words, by groups in which people think of them. One that a newer server has shows its name. */
import type { GrantedScope } from '$contract/access.contract.ts';
import { m } from '$lib/paraglide/messages.js';

const words: Record<string, () => string> = {
  'contacts.read': m.right_contacts_read,
  'contacts.write': m.right_contacts_write,
  'contacts.delete': m.right_contacts_delete,
  'contacts.private': m.right_contacts_private,
  'imports.manage': m.right_imports_manage,
  'exports.make': m.right_exports_make,
  'numbers.see': m.right_numbers_see,
  'numbers.reveal': m.right_numbers_reveal,
  'contacts.hand-over': m.right_contacts_hand_over,
  'contacts.merge': m.right_contacts_merge,
  'campaigns.read': m.right_campaigns_read,
  'campaigns.work': m.right_campaigns_work,
  'campaigns.manage': m.right_campaigns_manage,
  'scripts.read': m.scripts_right_read,
  'scripts.manage': m.scripts_right_manage,
  'segments.read': m.right_segments_read,
  'segments.write': m.right_segments_write,
  'segments.manage': m.right_segments_manage,
  'deals.score': m.right_deals_score,
  'webhooks.manage': m.right_webhooks_manage,
  'jobs.manage': m.right_jobs_manage,
  'deals.read': m.right_deals_read,
  'deals.write': m.right_deals_write,
  'deals.delete': m.right_deals_delete,
  'pipelines.read': m.right_pipelines_read,
  'pipelines.manage': m.right_pipelines_manage,
  'products.read': m.right_products_read,
  'products.manage': m.right_products_manage,
  'products.discount': m.right_products_discount,
  'files.read': m.right_files_read,
  'files.write': m.right_files_write,
  'messages.read': m.right_messages_read,
  'messages.write': m.right_messages_write,
  'custom-fields.read': m.right_custom_fields_read,
  'custom-fields.manage': m.right_custom_fields_manage,
  'calls.read': m.right_calls_read,
  'calls.work': m.right_calls_work,
  'calls.place': m.right_calls_place,
  'calls.control': m.right_calls_control,
  'recordings.listen': m.right_recordings_listen,
  'recordings.control': m.right_recordings_control,
  'board.read': m.right_board_read,
  'missed-calls.read': m.right_missed_calls_read,
  'missed-calls.work': m.right_missed_calls_work,
  'missed-calls.assign': m.right_missed_calls_assign,
  'tasks.read': m.right_tasks_read,
  'tasks.write': m.right_tasks_write,
  'agents.read': m.right_agents_read,
  'agents.manage': m.right_agents_manage,
  'presence.change': m.right_presence_change,
  'users.read': m.right_users_read,
  'users.manage': m.right_users_manage,
  'teams.read': m.right_teams_read,
  'teams.manage': m.right_teams_manage,
  'roles.read': m.right_roles_read,
  'roles.manage': m.right_roles_manage,
  'api-keys.manage': m.right_api_keys_manage,
  'pbx.read': m.right_pbx_read,
  'queues.read': m.right_queues_read,
  'queues.manage': m.right_queues_manage,
  'dispositions.read': m.right_dispositions_read,
  'dispositions.manage': m.right_dispositions_manage,
  'settings.read': m.right_settings_read,
  'settings.manage': m.right_settings_manage,
  'events.read': m.right_events_read,
  'events.restore': m.right_events_restore,
  'audit.read': m.right_audit_read,
};

export const permissionWord = (name: string): string => words[name]?.() ?? name;

const groups = [
  { label: m.right_group_people, modules: ['contacts', 'numbers', 'organisations', 'segments', 'imports', 'exports'] },
  { label: m.right_group_calls, modules: ['calls', 'recordings', 'board', 'scripts'] },
  { label: m.right_group_missed, modules: ['missed-calls'] },
  { label: m.right_group_campaigns, modules: ['campaigns'] },
  { label: m.right_group_tasks, modules: ['tasks'] },
  { label: m.right_group_deals, modules: ['deals', 'pipelines', 'products', 'files'] },
  { label: m.right_group_team, modules: ['agents', 'presence', 'users', 'teams', 'roles', 'api-keys'] },
  {
    label: m.right_group_settings,
    modules: ['settings', 'dispositions', 'queues', 'pbx', 'custom-fields', 'webhooks', 'jobs'],
  },
  { label: m.right_group_oversight, modules: ['events', 'audit'] },
] as const;

/** Rights by group, in the order of the groups; those of no group come last. */
export function grouped<T extends { name: string }>(permissions: readonly T[]): { label: string; items: T[] }[] {
  const moduleOf = ({ name }: T) => name.split('.')[0] ?? '';
  const known = groups.map(({ label, modules }) => ({
    label: label(),
    items: permissions.filter((permission) => (modules as readonly string[]).includes(moduleOf(permission))),
  }));
  const placed = new Set(known.flatMap(({ items }) => items));
  const rest = permissions.filter((permission) => !placed.has(permission));
  return [...known, { label: m.right_group_other(), items: rest }].filter(({ items }) => items.length > 0);
}

const scopeWords: Record<GrantedScope, () => string> = {
  none: m.scope_none,
  own: m.scope_own,
  team: m.scope_team,
  all: m.scope_all,
};

/** How far a right reaches; one that knows no owners is allowed or not. */
export const scopeWord = (scope: GrantedScope, choices: readonly GrantedScope[]): string =>
  scope === 'all' && choices.length === 2 ? m.scope_allowed() : scopeWords[scope]();
