import Handshake from '@lucide/svelte/icons/handshake';
import Headset from '@lucide/svelte/icons/headset';
import History from '@lucide/svelte/icons/history';
import ListTodo from '@lucide/svelte/icons/list-todo';
import Megaphone from '@lucide/svelte/icons/megaphone';
import PhoneCall from '@lucide/svelte/icons/phone-call';
import PhoneMissed from '@lucide/svelte/icons/phone-missed';
import Settings from '@lucide/svelte/icons/settings';
import Users from '@lucide/svelte/icons/users';
import { m } from '$lib/paraglide/messages.js';
import type { Icon } from '$lib/words/state-words.ts';

export interface NavPage {
  path: string;
  label: () => string;
  icon: Icon;
  /** Second key after G. */
  key: string;
  /** Shown only to readers with this permission; left out: to everybody. */
  permission?: string;
  /** Below the others, at the foot of the rail. */
  atFoot?: boolean;
}

/** The table of contents of the console. A page that does not exist is not in it. */
export const navPages: readonly NavPage[] = [
  { path: '/', label: m.nav_desk, icon: Headset, key: 'd' },
  { path: '/calls', label: m.nav_calls, icon: PhoneCall, key: 'c' },
  { path: '/due', label: m.nav_due, icon: PhoneMissed, key: 'm' },
  { path: '/tasks', label: m.nav_tasks, icon: ListTodo, key: 't', permission: 'tasks.read' },
  { path: '/people', label: m.nav_people, icon: Users, key: 'p', permission: 'contacts.read' },
  { path: '/deals', label: m.nav_deals, icon: Handshake, key: 'l', permission: 'deals.read' },
  { path: '/campaigns', label: m.nav_campaigns, icon: Megaphone, key: 'a', permission: 'campaigns.manage' },
  { path: '/events', label: m.nav_events, icon: History, key: 'e', permission: 'events.read', atFoot: true },
  { path: '/settings', label: m.nav_settings, icon: Settings, key: 's', permission: 'users.read' },
];

/** Pages that are reached from another page or from the palette, and have no place of their own in the rail. */
export const morePages: readonly Pick<NavPage, 'path' | 'label' | 'permission'>[] = [
  { path: '/imports', label: m.import_title, permission: 'imports.manage' },
  { path: '/scripts', label: m.scripts_title, permission: 'scripts.manage' },
];

/** True when `path` is the page or below it. */
export const isOnPage = (page: NavPage, path: string): boolean =>
  page.path === '/' ? path === '/' : path === page.path || path.startsWith(`${page.path}/`);
