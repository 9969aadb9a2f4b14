/** Loads the prefix table of time zones once; the file and its licence are in ./data. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../platform/project-root.ts';

export type TimeZoneTable = ReadonlyMap<string, readonly string[]>;

const file = 'server/modules/phones/data/time-zones.txt';

/** Parses lines `Zone/A&Zone/B<tab>prefix prefix`; zone `-` means that the prefix does not tell. */
export function parseTimeZoneTable(text: string): TimeZoneTable {
  const table = new Map<string, readonly string[]>();
  for (const line of text.split('\n')) {
    const [zones, prefixes] = line.split('\t');
    if (!zones || !prefixes || line.startsWith('#')) continue;
    const list = zones === '-' ? [] : zones.split('&');
    for (const prefix of prefixes.trim().split(' ')) table.set(prefix, list);
  }
  return table;
}

let loaded: TimeZoneTable | undefined;

/** The table of the product, read at the first use. */
export function timeZoneTable(): TimeZoneTable {
  loaded ??= parseTimeZoneTable(readFileSync(path.join(projectRoot(), file), 'utf8'));
  return loaded;
}
