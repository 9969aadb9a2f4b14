import { Buffer } from 'node:buffer';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AmiDecoderFault, createAmiDecoder } from '../../pbx-bridge/ami/ami-decoder.ts';
import type { AmiEvent } from '../../pbx-bridge/ami/ami-event.ts';
import { CALL_EVENT_NAMES } from '../../pbx-bridge/calls/call-reducer.ts';
import { seeded } from './mangle.ts';
import { readTrace, readTraceBlocks } from './read-trace.ts';
import { playEvents } from './reduce-trace.ts';

const names = readdirSync(new URL('./data/', import.meta.url))
  .filter((file) => file.endsWith('.ami.gz'))
  .map((file) => file.replace('.ami.gz', ''))
  .sort();

/** The bytes of a trace through the decoder, cut as `cut` says (length of the next piece), each at the time of its block. */
function decode(name: string, cut: () => number): AmiEvent[] {
  const events: AmiEvent[] = [];
  const faults: AmiDecoderFault[] = [];
  let now = 0;
  const decoder = createAmiDecoder(
    {
      isWanted: (event) => CALL_EVENT_NAMES.has(event),
      onEvent: (event) => events.push(event),
      onResponse: () => undefined,
      onBanner: () => undefined,
      onFault: (fault) => faults.push(fault),
    },
    () => now,
  );
  for (const block of readTraceBlocks(name).filter((each) => !each.sent)) {
    now = block.receivedAt;
    const bytes = Buffer.from(block.text);
    for (let i = 0; i < bytes.length; ) {
      const length = Math.max(1, cut());
      decoder.push(bytes.subarray(i, i + length));
      i += length;
    }
  }
  expect(faults).toEqual([]);
  return events;
}

describe('from bytes to facts', { timeout: 120_000 }, () => {
  it.each(names)('[TEL-3] %s byte by byte gives the facts of the whole', (name) => {
    const expected = playEvents(readTrace(name)).facts;
    expect(playEvents(decode(name, () => 1)).facts).toEqual(expected);
  });

  it.each(names)('[TEL-3] %s in pieces of any length gives the facts of the whole', (name) => {
    const random = seeded(7);
    const expected = playEvents(readTrace(name)).facts;
    expect(playEvents(decode(name, () => Math.floor(random() * 900))).facts).toEqual(expected);
  });
});
