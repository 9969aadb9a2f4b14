/**
 * Makes server/modules/phones/data/time-zones.txt out of Google's libphonenumber time-zone map.
 *
 *   npx tsx scripts/build-phone-time-zones.ts MAP_DATA
 *
 * MAP_DATA holds lines `prefix|Zone/One&Zone/Two` (resources/timezones/map_data.txt of libphonenumber). The result has one
 * line per set of zones, prefixes that a shorter one already answers left out, and the corrections below put in.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../server/platform/project-root.ts';

/** Where the map is wrong or knows less than we do. `-`: the prefix does not tell a zone. */
const corrections: Record<string, string> = {
  // A Russian mobile number says where the contract was made twenty years ago, if that; the map calls all of them Moscow.
  '79': '-',
  // Kaliningrad has kept UTC+2 without summer time since 2014, unlike Bucharest.
  '740': 'Europe/Kaliningrad',
  // Saratov left Moscow time in December 2016.
  '7845': 'Europe/Saratov',
  '353': 'Europe/Dublin',
  '375': 'Europe/Minsk',
};

function readMap(file: string): Map<string, string> {
  const lines = readFileSync(file, 'utf8').split('\n');
  const pairs = lines.map((line) => line.trim()).filter((line) => /^\d+\|/.test(line));
  return new Map(pairs.map((line) => line.split('|') as [string, string]));
}

function answerOf(map: Map<string, string>, digits: string): string | undefined {
  for (let length = digits.length; length > 0; length -= 1) {
    const found = map.get(digits.slice(0, length));
    if (found) return found;
  }
  return undefined;
}

function compact(map: Map<string, string>): string {
  const bySet = new Map<string, string[]>();
  for (const [prefix, zones] of [...map].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (answerOf(map, prefix.slice(0, -1)) === zones) continue;
    bySet.set(zones, [...(bySet.get(zones) ?? []), prefix]);
  }
  const lines = [...bySet].sort(([a], [b]) => (a < b ? -1 : 1)).map(([zones, list]) => `${zones}\t${list.join(' ')}`);
  return `${lines.join('\n')}\n`;
}

const header = `# Time zones by telephone prefix (E.164 without +), the longest prefix wins. \`-\`: the prefix does not tell.
# Derived from the time-zone map of libphonenumber, Copyright The Libphonenumber Authors and Google Inc.,
# Apache License 2.0; see NOTICE beside this file. Made by scripts/build-phone-time-zones.ts, with its corrections.
`;

const source = process.argv[2];
if (!source || source === '--help') {
  console.log('usage: npx tsx scripts/build-phone-time-zones.ts MAP_DATA');
  process.exit(source ? 0 : 1);
}
const map = new Map([...readMap(source), ...Object.entries(corrections)]);
const target = path.join(projectRoot(), 'server/modules/phones/data/time-zones.txt');
writeFileSync(target, header + compact(map));
console.log(`${map.size} prefixes read, written to ${target}`);
