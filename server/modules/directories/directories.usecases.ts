/** Directories: lists of words that a firm extends by itself. An entry in use is switched off, never deleted. */
import type { z } from 'zod';
import { entryWords } from '../../contract/built-in-words.ts';
import type {
  Directory,
  DirectoryEntry,
  directoryEntryPatchSchema,
  newDirectoryEntrySchema,
} from '../../contract/directories.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { conflict, invalid, notFound } from '../../platform/errors/domain-error.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import type { SettingsFacts } from '../settings/settings.events.ts';
import { insertEntry, lockDirectory, selectEntries, selectEntry, updateEntry } from './directories.repository.ts';
import { entryKeyOf } from './entry-key.ts';
import { sameNamed } from './name-taken.ts';

type Deps = Pick<Platform, 'clock' | 'ids' | 'database' | 'facts'>;
interface By {
  principal: Principal;
  ip: string;
}

export const listDirectoryEntries = (sql: Sql, directory?: Directory): Promise<DirectoryEntry[]> =>
  selectEntries(sql, directory);

/** True when records may be given this life-cycle: it is there and not switched off. */
export async function isLifecycle(sql: Sql, key: string): Promise<boolean> {
  return (await selectEntries(sql, 'lifecycle')).some((entry) => entry.key === key && entry.active);
}

/** The entry with this id or key that records may be given; null when there is none. */
export async function findEntry(sql: Sql, directory: Directory, idOrKey: string): Promise<string | null> {
  const entries = await selectEntries(sql, directory);
  return entries.find((entry) => entry.active && (entry.id === idOrKey || entry.key === idOrKey))?.id ?? null;
}

export async function createDirectoryEntry(
  platform: Deps,
  by: By,
  { directory, label, colour }: z.output<typeof newDirectoryEntrySchema>,
): Promise<DirectoryEntry> {
  return platform.database.transaction(async (tx) => {
    const known = await lockDirectory(tx, directory);
    const entry: DirectoryEntry = {
      id: platform.ids('dir'),
      directory,
      key: entryKeyOf(label, new Set(known.map(({ key }) => key))),
      label,
      colour,
      active: true,
      position: Math.max(0, ...known.map(({ position }) => position)) + 1,
    };
    refuseTaken(known, entry);
    await insertEntry(tx, entry);
    await tell(platform, tx, by, { before: null, after: entry });
    return entry;
  });
}

/** Renames, colours, moves or switches off. The last active entry of a directory stays on, but of skills: nobody needs one. */
export async function changeDirectoryEntry(
  platform: Deps,
  by: By,
  id: string,
  patch: z.output<typeof directoryEntryPatchSchema>,
): Promise<DirectoryEntry> {
  return platform.database.transaction(async (tx) => {
    const found = await selectEntry(tx, id);
    if (!found) throw notFound('directories.not_found', 'There is no such entry.');
    const known = await lockDirectory(tx, found.directory);
    const before = known.find((entry) => entry.id === id) ?? found;
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const after: DirectoryEntry = { ...before, ...given };
    if (after.label === null && !before.id.startsWith(`dir_${before.directory}_`))
      throw invalid('directories.invalid', 'The entry cannot be saved.', { label: 'must not be empty' });
    if (!after.active && before.directory !== 'skill' && !known.some((entry) => entry.id !== id && entry.active))
      throw conflict('directories.last_one', 'One entry must stay on: records need one to choose.');
    // New people begin as a lead; whatever else is switched off, that one is needed.
    if (!after.active && before.directory === 'lifecycle' && before.key === 'lead')
      throw conflict('directories.needed', 'New people begin as a lead: this entry stays on. It can be renamed.');
    // Entries that read the same from before may be moved and switched off all the same.
    if (after.label !== before.label) refuseTaken(known, after);
    await updateEntry(tx, after);
    await tell(platform, tx, by, { before, after });
    return after;
  });
}

function refuseTaken(known: readonly DirectoryEntry[], entry: DirectoryEntry): void {
  const other = sameNamed(known, entry);
  if (!other) return;
  const isOff = other.active ? '' : ' It is switched off: switch it on instead.';
  const message = `There is an entry called ${entry.label ?? entry.key} already.${isOff}`;
  throw conflict('directories.label_taken', message);
}

async function tell(
  platform: Deps,
  tx: Tx,
  by: By,
  { before, after }: { before: DirectoryEntry | null; after: DirectoryEntry },
): Promise<void> {
  const action = before ? 'directory.changed' : 'directory.created';
  await createAudit(platform).record(tx, { ...by, action, record: after.id, before, after });
  const payload = { what: 'directories' };
  await platform.facts.append<SettingsFacts>(tx, { type: 'settings.changed', payload, subject: 'directories' });
}

/** Life-cycles in use under each name a file may give: key and own label, in lower case. */
export async function lifecyclesByName(sql: Sql): Promise<Map<string, string>> {
  const entries = (await listDirectoryEntries(sql, 'lifecycle')).filter(({ active }) => active);
  return new Map(
    entries.flatMap(({ key, label }) =>
      [key, ...(label ? [label.trim().toLowerCase()] : [])].map((name) => [name, key] as const),
    ),
  );
}

/** Ids of sources in use under each name a file may give: key, own label, or the built-in word of any language, in lower case. */
export async function sourcesByName(sql: Sql): Promise<Map<string, string>> {
  const entries = (await listDirectoryEntries(sql, 'source')).filter(({ active }) => active);
  const named = entries.flatMap(({ id, key, label }) => {
    const shown = label === null ? Object.values(entryWords.source[key] ?? {}) : [label];
    return shown.map((name) => [name.trim().toLowerCase(), id] as const);
  });
  // What stands on the screen counts more than a key that nobody sees.
  return new Map([...entries.flatMap(({ id, key }) => [[id, id] as const, [key, id] as const]), ...named]);
}
