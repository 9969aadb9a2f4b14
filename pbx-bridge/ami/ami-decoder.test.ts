import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AmiDecoderFault, type AmiDecoderLimits, createAmiDecoder, defaultDecoderLimits } from './ami-decoder.ts';
import type { AmiEvent } from './ami-event.ts';

interface Seen {
  events: { name: string; fields: [string, string][] }[];
  responses: string[];
  banners: string[];
  faults: AmiDecoderFault[];
  blocks: string[];
  order: string[];
}

const decode = (
  chunks: Iterable<Buffer>,
  limits: AmiDecoderLimits = defaultDecoderLimits,
  wanted = () => true,
): Seen => {
  const seen: Seen = { events: [], responses: [], banners: [], faults: [], blocks: [], order: [] };
  const decoder = createAmiDecoder(
    {
      isWanted: wanted,
      onEvent: (event: AmiEvent) => {
        seen.events.push({ name: event.name, fields: [...event.fields].map(([k, v]) => [k, v]) });
        seen.order.push('event');
      },
      onResponse: (text) => {
        seen.responses.push(text);
        seen.order.push('response');
      },
      onBanner: (line) => {
        seen.banners.push(line);
        seen.order.push('banner');
      },
      onFault: (fault) => {
        seen.faults.push(fault);
        seen.order.push('fault');
      },
      onBlock: (bytes, start, end) => void seen.blocks.push(bytes.toString('latin1', start, end)),
    },
    () => 1,
    limits,
  );
  for (const chunk of chunks) decoder.push(chunk);
  return seen;
};

function* bytesOf(input: Buffer): Generator<Buffer> {
  // A copy each, as a socket's buffer may be used again: nothing may point into a chunk that was pushed before.
  for (const byte of input) yield Buffer.from([byte]);
}

function* cutAt(input: Buffer, cuts: readonly number[]): Generator<Buffer> {
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    yield Buffer.from(input.subarray(from, cut));
    from = cut;
  }
  yield Buffer.from(input.subarray(from));
}

/** Every case twice: as one chunk and byte by byte. */
const bothWays = (
  name: string,
  input: string | Buffer,
  check: (seen: Seen) => void,
  limits: AmiDecoderLimits = defaultDecoderLimits,
): void => {
  const bytes = Buffer.isBuffer(input) ? input : Buffer.from(input);
  test(`${name} (one chunk)`, () => check(decode([bytes], limits)));
  test(`${name} (byte by byte)`, () => check(decode(bytesOf(bytes), limits)));
};

const event = (name: string, headers = 'A: 1'): string =>
  `Event: ${name}\r\n${headers.replaceAll('\n', '\r\n')}\r\n\r\n`;
const names = (seen: Seen): string[] => seen.events.map((one) => one.name);

describe('a well-behaved stream', () => {
  bothWays(
    'banner, answer and events are told apart, in order',
    `Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nActionID: 1\r\n\r\n${event('Newchannel', 'Uniqueid: u.1')}`,
    (seen) => {
      expect(seen.banners).toEqual(['Asterisk Call Manager/11.0.0']);
      expect(seen.responses).toEqual(['Response: Success\nActionID: 1']);
      expect(seen.events).toEqual([
        {
          name: 'Newchannel',
          fields: [
            ['Event', 'Newchannel'],
            ['Uniqueid', 'u.1'],
          ],
        },
      ]);
      expect(seen.order).toEqual(['banner', 'response', 'event']);
    },
  );
  bothWays('lines may end with LF alone', 'Event: X\nA: 1\n\nEvent: Y\nA: 2\n\n', (seen) => {
    expect(names(seen)).toEqual(['X', 'Y']);
  });
  bothWays('mixed line ends do not lose a block', `${event('X')}Event: Y\nA: 2\n\n${event('Z')}`, (seen) => {
    expect(names(seen)).toEqual(['X', 'Y', 'Z']);
  });
  bothWays('extra blank lines between blocks are nothing', `\r\n\r\n${event('X')}\r\n\r\n${event('Y')}`, (seen) => {
    expect(names(seen)).toEqual(['X', 'Y']);
  });
  bothWays('a value may be empty, hold colons and spaces', event('X', 'A: \nB: a: b: c\nC:d\nD:  e'), (seen) => {
    expect(seen.events[0]?.fields.slice(1)).toEqual([
      ['A', ''],
      ['B', 'a: b: c'],
      ['C', 'd'],
      ['D', ' e'],
    ]);
  });
  bothWays('a block that is not complete is not told', `${event('X')}Event: Y\r\nA: 1\r\n`, (seen) => {
    expect(names(seen)).toEqual(['X']);
  });
  bothWays(
    'a banner in mid-stream (the PBX came back behind a proxy) is no part of a block',
    `${event('X')}Asterisk Call Manager/9\r\n${event('Y')}`,
    (seen) => {
      expect(names(seen)).toEqual(['X', 'Y']);
      expect(seen.banners).toHaveLength(1);
    },
  );
  bothWays('the raw copy gets each block as it was', event('X', 'A: 1'), (seen) => {
    expect(seen.blocks).toEqual(['Event: X\r\nA: 1\r']);
  });
});

describe('headers', () => {
  const one = (headers: string): AmiEvent => {
    const found: AmiEvent[] = [];
    const sink = {
      isWanted: () => true,
      onResponse: () => undefined,
      onBanner: () => undefined,
      onFault: () => undefined,
    };
    createAmiDecoder({ ...sink, onEvent: (e) => void found.push(e) }, () => 42).push(Buffer.from(event('X', headers)));
    return found[0]!;
  };
  test('the first value wins, all values of a repeated header are kept in order', () => {
    const e = one('Variable: a=1\nVariable: b=2\nVariable: a=3');
    expect(e.fields.get('Variable')).toBe('a=1');
    expect(e.repeated?.get('Variable')).toEqual(['a=1', 'b=2', 'a=3']);
  });
  test('a single ChanVariable is listed as well, other single headers are not', () => {
    expect([...(one('ChanVariable: a=1\nB: 2').repeated ?? [])]).toEqual([['ChanVariable', ['a=1']]]);
    expect(one('A: 1').repeated).toBeNull();
  });
  test('a name is only found as a whole and at the start of a line', () => {
    const e = one('XUniqueid: no\nNote: Uniqueid: no\nUniqueid: yes\nUniqueidX: no');
    expect(e.fields.get('Uniqueid')).toBe('yes');
    expect(e.fields.get('Unique')).toBeUndefined();
    expect(e.fields.get('uniqueid')).toBeUndefined();
  });
  test('the moment of receipt is stamped', () => {
    expect(one('A: 1').receivedAt).toBe(42);
  });
  test('unwanted events are skipped, wanted ones are not', () => {
    const seen = decode(
      [Buffer.from(event('RTCPSent') + event('Hangup'))],
      defaultDecoderLimits,
      (name?: string) => name === 'Hangup',
    );
    expect(names(seen)).toEqual(['Hangup']);
    expect(seen.blocks).toHaveLength(2);
  });
});

describe('characters', () => {
  bothWays('UTF-8 is UTF-8', event('X', 'N: Zoë Ж 漢'), (seen) =>
    expect(seen.events[0]?.fields[1]?.[1]).toBe('Zoë Ж 漢'),
  );
  bothWays('what is no UTF-8 is Latin-1', Buffer.from(event('X', 'N: Zoë'), 'latin1'), (seen) => {
    expect(seen.events[0]?.fields[1]?.[1]).toBe('Zoë');
  });
  bothWays(
    'one block in Latin-1 does not spoil the next one in UTF-8',
    Buffer.concat([Buffer.from(event('X', 'N: é'), 'latin1'), Buffer.from(event('Y', 'N: Ж'))]),
    (seen) => {
      expect(seen.events.map((one) => one.fields[1]?.[1])).toEqual(['é', 'Ж']);
    },
  );
  bothWays('NUL never gets into a value', event('X', 'N: a\0b'), (seen) =>
    expect(seen.events[0]?.fields[1]?.[1]).toBe('a\uFFFDb'),
  );
});

describe('hostile input', () => {
  const limits = { maxLineBytes: 100, maxBlockBytes: 300 };
  const lines = (count: number): string =>
    Array.from({ length: count }, (_, i) => `H${i}: ${'y'.repeat(40)}`).join('\n');
  bothWays(
    'a line over the cap is one fault, and the stream goes on at the next blank line',
    event('X') + event('Bad', `A: ${'x'.repeat(500)}\nB: 1`) + event('Y'),
    (seen) => {
      expect(names(seen)).toEqual(['X', 'Y']);
      expect(seen.faults).toEqual([{ kind: 'line-too-long', limitBytes: 100 }]);
      expect(seen.order).toEqual(['event', 'fault', 'event']);
    },
    limits,
  );
  bothWays(
    'a block over the cap is one fault',
    event('X') + event('Bad', lines(20)) + event('Y'),
    (seen) => {
      expect(names(seen)).toEqual(['X', 'Y']);
      expect(seen.faults).toEqual([{ kind: 'block-too-long', limitBytes: 300 }]);
    },
    limits,
  );
  bothWays(
    'several oversized blocks are as many faults',
    event('Bad', lines(20)) + event('Bad', `A: ${'x'.repeat(400)}`) + event('Y'),
    (seen) => {
      expect(names(seen)).toEqual(['Y']);
      expect(seen.faults.map((fault) => fault.kind)).toEqual(['block-too-long', 'line-too-long']);
    },
    limits,
  );
  bothWays(
    'an oversized block without CR is left just the same',
    `Event: Bad\nA: ${'x'.repeat(400)}\n\n${event('Y')}`,
    (seen) => {
      expect(names(seen)).toEqual(['Y']);
    },
    limits,
  );
  bothWays('garbage without a header is an answer of nobody and does no harm', `%%%\r\n\r\n${event('Y')}`, (seen) => {
    expect(names(seen)).toEqual(['Y']);
    expect(seen.responses).toEqual(['%%%']);
  });
  test.each([100, 101, 99, 98, 102])('a line of %i bytes is judged alike in one chunk and byte by byte', (length) => {
    const input = Buffer.from(event('X', `A: ${'x'.repeat(length - 3)}`) + event('Y'));
    expect(decode(bytesOf(input), limits)).toEqual(decode([input], limits));
  });
  test('200 MB without a line end are one fault and no memory', () => {
    const seen: AmiDecoderFault[] = [];
    const decoder = createAmiDecoder(
      {
        isWanted: () => true,
        onEvent: () => undefined,
        onResponse: () => undefined,
        onBanner: () => undefined,
        onFault: (fault) => void seen.push(fault),
      },
      () => 1,
    );
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let most = 0;
    for (let sent = 0; sent < 200 * 1024 * 1024; sent += chunk.length) {
      decoder.push(chunk);
      most = Math.max(most, decoder.pendingBytes);
    }
    expect(seen).toHaveLength(1);
    expect(most).toBeLessThanOrEqual(2 * 64 * 1024);
  });
  test('lines without a blank line are given up at the block cap', () => {
    const seen = decode(Array.from({ length: 100_000 }, () => Buffer.from('Header: value\r\n')));
    expect(seen.faults).toEqual([{ kind: 'block-too-long', limitBytes: defaultDecoderLimits.maxBlockBytes }]);
  });
});

test('any chunking of any bytes gives the same calls in the same order', () => {
  const limits = { maxLineBytes: 20, maxBlockBytes: 50 };
  const piece = fc.constantFrom(
    'Event: ',
    'X',
    '\r',
    '\n',
    '\r\n',
    '\r\n\r\n',
    'A: 1',
    '\0',
    'Asterisk Call Manager',
    'yyyyyyyyyyyyyyyyyyyy',
    'é',
    'Response: Success',
  );
  const input = fc.array(piece, { maxLength: 60 }).map((parts) => Buffer.from(parts.join('')));
  fc.assert(
    fc.property(input, fc.array(fc.nat(400), { maxLength: 20 }), (bytes, cuts) => {
      const whole = decode([bytes], limits);
      const inside = cuts.map((cut) => Math.min(cut, bytes.length));
      expect(decode(bytesOf(bytes), limits)).toEqual(whole);
      expect(decode(cutAt(bytes, inside), limits)).toEqual(whole);
    }),
    { numRuns: 2000 },
  );
});
