import type { TaskReminder } from '$contract/tasks.contract.ts';
import type { Preferences } from '$lib/app/preferences.ts';

const KEY = 'heard-reminders';
const KEPT = 100;

/** Reminders that this browser has not told of yet; they count as told from now on, also after a reload. */
export function newReminders(preferences: Preferences, shown: readonly TaskReminder[]): TaskReminder[] {
  const heard = preferences.read<string[]>(KEY, []);
  const fresh = shown.filter(({ id }) => !heard.includes(id));
  if (fresh.length > 0) preferences.write(KEY, [...heard, ...fresh.map(({ id }) => id)].slice(-KEPT));
  return fresh;
}
