/** What the lists find is turned into the records that are handed over, before anything changes hands. */
import type { z } from 'zod';
import type { handOverBodySchema } from '../../contract/hand-overs.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import type { HandOverKind, HandOverKindName, Only } from './hand-over-kinds.ts';
import { handOverInvalid } from './hand-overs.errors.ts';

type Body = z.output<typeof handOverBodySchema>;
export type Found = NonNullable<Body['only']['found']>;

export interface Finder {
  of: keyof Found;
  /** Kinds of which these records are. */
  kinds: readonly HandOverKindName[];
  /**
   * Ids that the list finds for this reader, page by page; may leave out what is not `fromAgentId`'s. Null: nothing was
   * asked of this list.
   */
  find(reader: Principal, found: Found, fromAgentId: string | null): AsyncIterable<readonly string[]> | null;
}

const most = 10_000;

/** Which records go: as given, with what the lists find in ids. `kinds` are all there are, chosen or not. */
export async function onlyOf(
  { finders, kinds }: { finders: readonly Finder[]; kinds: readonly HandOverKind[] },
  sql: Sql,
  reader: Principal,
  { fromAgentId, only: { found, ...only } }: Pick<Body, 'fromAgentId' | 'only'>,
): Promise<Only> {
  if (found === undefined) return only;
  const asked = { fromAgentId, only, reader };
  const narrowed = new Map<HandOverKindName, string[]>();
  for (const finder of finders) {
    const pages = finder.find(reader, found, fromAgentId);
    const concerned = kinds.filter(({ kind }) => finder.kinds.includes(kind));
    if (pages === null || concerned.length === 0) continue;
    for (const { kind } of concerned) narrowed.set(kind, []);
    for await (const page of pages)
      for (const kind of concerned) {
        const ids = narrowed.get(kind.kind) ?? [];
        ids.push(...(await kind.among(sql, asked, page)));
        if (ids.length > most) throw handOverInvalid('only.found', `must find at most ${most} records of a kind`);
      }
  }
  // People who are found narrow down everything, as those who are chosen do.
  const people = narrowed.get('contacts');
  narrowed.delete('contacts');
  return {
    ...only,
    ...(people && { contactIds: people }),
    records: { ...only.records, ...Object.fromEntries(narrowed) },
  };
}
