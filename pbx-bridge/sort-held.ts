/** PURE: the true order of a snapshot and the events that came while it was being collected. See resync.ts. */
import type { AmiEvent } from './ami/ami-event.ts';

/**
 * @param held events that came since the channel list was answered, in order
 * @param listed uniqueids of the channels in that list
 * @returns `before`: events of channels that the list has no more, with their Hangup: they come before the snapshot.
 * `born`: channels whose own Newchannel waits: they have to be taken out of the snapshot.
 */
export const sortHeld = (
  held: readonly AmiEvent[],
  listed: Iterable<string>,
): { before: ReadonlySet<AmiEvent>; born: ReadonlySet<string> } => {
  const born = new Set<string>();
  const ended = new Set<string>();
  for (const event of held) {
    const id = event.fields.get('Uniqueid') ?? '';
    if (event.name === 'Newchannel') born.add(id);
    else if (event.name === 'Hangup') ended.add(id);
  }
  for (const id of listed) ended.delete(id);
  for (const id of born) ended.delete(id);
  return { before: new Set(held.filter((event) => ended.has(event.fields.get('Uniqueid') ?? ''))), born };
};

/**
 * CoreShowChannels answers from Asterisk's cache, which can hold a channel that is gone (`closeGhosts` in
 * calls/resync-calls.ts); Status walks through the channels themselves.
 * @param status items of Status; null when it was not answered, then there is only the cache
 */
export const withoutGhosts = (shown: readonly AmiEvent[], status: readonly AmiEvent[] | null): readonly AmiEvent[] => {
  if (status === null) return shown;
  const alive = new Set(status.map((item) => item.fields.get('Uniqueid') ?? ''));
  return shown.filter((item) => alive.has(item.fields.get('Uniqueid') ?? ''));
};
