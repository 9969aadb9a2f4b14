/**
 * Whatever happens, in whatever order and however many at once: a snapshot of any moment and the events after it are what a
 * fresh snapshot is, for every reader, in every table. Add a seed that failed to the list.
 */
import { describe, expect, it } from 'vitest';
import type { EventMessage, LiveState, SnapshotMessage } from '../../server/contract/live-events.ts';
import { applyLiveEvent } from '../../server/contract/live-state.ts';
import type { LiveClient } from './live-client.ts';
import { openStormFirm, type StormFirm } from './live-storm.ts';

const readers = ['anna', 'boris', 'clara', 'leadOfSales', 'leadOfCare', 'manager'] as const;

/** A console: folds what comes, in the order in which it comes. */
interface Console {
  link: LiveClient;
  state: LiveState;
  sequence: number;
  gaps: number;
}

async function openConsole(firm: StormFirm, reader: (typeof readers)[number]): Promise<Console> {
  const link = await firm[reader].live();
  const { snapshot } = link;
  const console: Console = { link, state: snapshot.state, sequence: snapshot.sequence, gaps: 0 };
  const follow = (sequence: number) => {
    if (sequence !== console.sequence + 1) console.gaps += 1;
    console.sequence = sequence;
  };
  for (const { sequence, event } of link.events) {
    follow(sequence);
    console.state = applyLiveEvent(console.state, event);
  }
  link.socket.on('snapshot', (message: SnapshotMessage) => {
    follow(message.sequence);
    console.state = message.state;
  });
  link.socket.on('event', ({ sequence, event }: EventMessage) => {
    follow(sequence);
    console.state = applyLiveEvent(console.state, event);
    // The same once more: a console that is told twice is none the worse.
    console.state = applyLiveEvent(console.state, event);
  });
  return console;
}

/** What was folded until the fresh snapshot came, and the fresh one. */
async function compare(console: Console): Promise<{ folded: LiveState; fresh: LiveState }> {
  let folded = console.state;
  const { link } = console;
  const stop = () => {
    folded = console.state;
  };
  // Before the console's own listener, so that it still holds what the events made.
  link.socket.prependAny((name: string) => {
    if (name === 'snapshot') stop();
  });
  const next = link.nextSnapshot();
  link.socket.emit('snapshot.request');
  const fresh = (await next).state;
  link.socket.offAny();
  return { folded, fresh };
}

const tables = ({ asOf: _asOf, ...state }: LiveState) => state;

describe('[TEL-10] the live link, whatever happens', () => {
  it.each([1, 5, 10])('[TEL-10] with seed %i', { timeout: 180_000 }, async (seed) => {
    const firm = await openStormFirm(seed);
    try {
      const consoles = await Promise.all(readers.map((reader) => openConsole(firm, reader)));
      for (let round = 0; round < 12; round += 1) {
        for (let at = 0; at < 5; at += 1) await Promise.all([firm.happen(), firm.happen()]);
        // One console in the middle of it all asks for a snapshot, as after a gap.
        const { link } = consoles[round % readers.length]!;
        const another = link.nextSnapshot();
        link.socket.emit('snapshot.request');
        await firm.happen();
        await firm.server.idle();
        await another;
        for (const [index, console] of consoles.entries()) {
          const { folded, fresh } = await compare(console);
          expect({ seed, round, reader: readers[index], ...tables(folded) }).toEqual({
            ...{ seed, round, reader: readers[index] },
            ...tables(fresh),
          });
          expect(console.gaps).toBe(0);
        }
      }
      for (const { link } of consoles) link.close();
    } finally {
      await firm.close();
    }
  });
});
