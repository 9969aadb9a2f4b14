/** Pure: one line of Asterisk's CEL file (cel_custom, comma separated, quoted), and what of it matters. */

/** The order of the columns that the lab and docs/asterisk.md write; another order is given by --columns. */
export const defaultColumns = [
  'eventtype',
  'eventtime',
  'uniqueid',
  'linkedid',
  'channame',
  'peer',
  'extra',
  'context',
  'exten',
  'appname',
  'cidnum',
] as const;

export interface CelEvent {
  type: string;
  /** Seconds since 1970; only differences are used, so the zone of a written time does not matter. */
  at: number;
  uniqueId: string;
  linkedId: string;
  channel: string;
  /** `bridge_id` and `bridge_technology` of bridge events. */
  extra: Record<string, unknown>;
}

/**
 * Fields of a line of comma separated values; quotes are doubled inside quotes.
 * @example splitCsv('"a","say ""hi"""') // ['a', 'say "hi"']
 */
export function splitCsv(line: string): string[] {
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] !== '"') {
      const end = line.indexOf(',', at);
      fields.push(line.slice(at, end < 0 ? line.length : end));
      if (end < 0) break;
      at = end + 1;
      continue;
    }
    let value = '';
    at += 1;
    for (;;) {
      const quote = line.indexOf('"', at);
      if (quote < 0) {
        value += line.slice(at);
        at = line.length + 1;
        break;
      }
      value += line.slice(at, quote);
      at = quote + 1;
      if (line[at] !== '"') break;
      value += '"';
      at += 1;
    }
    fields.push(value);
    if (line[at] !== ',') break;
    at += 1;
  }
  return fields;
}

function timeOf(text: string): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const written = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(\.\d+)?/.exec(text);
  if (!written) return null;
  return Date.parse(`${written[1]}T${written[2]}Z`) / 1_000 + Number(written[3] ?? 0);
}

function extraOf(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    // A line that was cut off by a crash: what stands before its extra still counts.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Null: an empty line, a heading, or a line that is no event. */
export function readCelLine(line: string, columns: readonly string[] = defaultColumns): CelEvent | null {
  const fields = splitCsv(line);
  const field = (name: string) => fields[columns.indexOf(name)] ?? '';
  const at = timeOf(field('eventtime'));
  if (at === null || field('uniqueid') === '' || field('linkedid') === '') return null;
  return {
    type: field('eventtype'),
    at,
    uniqueId: field('uniqueid'),
    linkedId: field('linkedid'),
    channel: field('channame'),
    extra: extraOf(field('extra')),
  };
}
