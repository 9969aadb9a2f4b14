/**
 * Live lists follow their segment, once a minute: whoever has come to fit is taken in, also who was let go before; whoever does
 * not fit any more and was never called is let go. People who were called stay: their story goes on by the rules of the campaign.
 */
import { DomainError } from '../../platform/errors/domain-error.ts';
import { currentPrincipal } from '../access/current-principal.usecases.ts';
import { type CallListRow, selectCallLists } from './call-lists.repository.ts';
import { tellCallList } from './call-lists.usecases.ts';
import { type FillPlatform, fillList } from './fill-list.usecases.ts';
import { peopleOfSource } from './people-of-source.ts';

export async function followSegments(platform: FillPlatform, signal: AbortSignal): Promise<void> {
  const lists = await selectCallLists(platform.database.sql);
  for (const row of lists.filter(({ is_live, active, state }) => is_live && active && state === 'ready')) {
    signal.throwIfAborted();
    try {
      await follow(platform, row, signal);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      platform.logger.warn({ err: error, callListId: row.id }, 'a live call list could not follow its segment');
    }
  }
}

async function follow(platform: FillPlatform, row: CallListRow, signal: AbortSignal): Promise<void> {
  const { database, clock } = platform;
  const reader = await currentPrincipal(database.sql, row.created_by);
  if (!reader) return;
  const { shuffle, ...rules } = row.rules;
  const added = await fillList(platform, {
    callListId: row.id,
    source: row.source,
    rules,
    reader,
    shuffle,
    priority: 5,
    signal,
  });
  const fits = new Set<string>();
  for await (const ids of peopleOfSource(platform, reader, row.source)) for (const id of ids) fits.add(id);
  await database.transaction(async (tx) => {
    const waiting = await tx<{ contact_id: string }[]>`
      select contact_id from entries where call_list_id = ${row.id} and state = 'open' and attempts = 0`;
    const gone = waiting.map(({ contact_id }) => contact_id).filter((id) => !fits.has(id));
    if (gone.length > 0) {
      await tx`
        update entries set state = 'finished', finished_at = ${clock.now()}, version = version + 1,
          because = ${tx.json({ key: 'entry.by-hand', values: { what: 'left-segment' } })}
        where call_list_id = ${row.id} and state = 'open' and attempts = 0 and contact_id = any(${gone}::text[])`;
    }
    // Whether they may be called is asked anew when their turn comes.
    const { count: back } = await tx`
      update entries set state = 'open', finished_at = null, rank = 3, due_at = null, version = version + 1,
        because = ${tx.json({ key: 'entry.fresh', values: {} })}
      where call_list_id = ${row.id} and state = 'finished' and attempts = 0 and contact_id = any(${[...fits]}::text[])
        and because -> 'values' ->> 'what' = 'left-segment'`;
    if (added > 0 || back > 0 || gone.length > 0) await tellCallList(platform, tx, row, null);
  });
}
