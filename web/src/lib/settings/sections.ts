import { m } from '$lib/paraglide/messages.js';

export interface Section {
  path: string;
  label: () => string;
  /** Who may open it; the server decides again. */
  permission: string;
}

/** The parts of the settings in the order in which a firm sets them up. */
export const sections: readonly Section[] = [
  { path: '/settings/telephones', label: m.settings_telephones, permission: 'users.read' },
  { path: '/settings/queues', label: m.settings_queues, permission: 'queues.manage' },
  { path: '/settings/ladders', label: m.settings_ladders, permission: 'settings.manage' },
  { path: '/settings/routing', label: m.incoming_title, permission: 'settings.manage' },
  { path: '/settings/hours', label: m.settings_hours, permission: 'settings.manage' },
  { path: '/settings/leads', label: m.leads_title, permission: 'settings.manage' },
  { path: '/settings/web-forms', label: m.forms_title, permission: 'settings.manage' },
  { path: '/settings/results', label: m.settings_results, permission: 'dispositions.manage' },
  { path: '/settings/do-not-call', label: m.dnc_title, permission: 'campaigns.manage' },
  { path: '/settings/pipelines', label: m.pipelines_title, permission: 'pipelines.manage' },
  { path: '/settings/products', label: m.products_title, permission: 'products.manage' },
  { path: '/settings/fields', label: m.settings_fields, permission: 'custom-fields.manage' },
  { path: '/settings/directories', label: m.settings_directories, permission: 'settings.manage' },
  { path: '/settings/recording', label: m.settings_recording, permission: 'settings.manage' },
  { path: '/settings/firm', label: m.settings_firm, permission: 'settings.manage' },
  { path: '/settings/users', label: m.settings_users, permission: 'users.read' },
  { path: '/settings/roles', label: m.roles_title, permission: 'roles.read' },
  { path: '/settings/mail', label: m.mail_title, permission: 'settings.manage' },
  { path: '/settings/api', label: m.api_title, permission: 'webhooks.manage' },
  { path: '/settings/jobs', label: m.jobs_title, permission: 'jobs.manage' },
  { path: '/settings/actions', label: m.undo_list_title, permission: 'contacts.merge' },
];
