import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openTerminal, worthShowing } from './terminal.ts';
import { describePbx, sentenceOf } from './wait-for-pbx.ts';

const line = (entry: object) => JSON.stringify({ time: 'x', ...entry });

test.each([
  [line({ level: 30, msg: 'signed in' }), null],
  [line({ level: 40, msg: 'no link to Asterisk', because: 'nobody listens' }), 'no link to Asterisk: nobody listens'],
  [line({ level: 50, msg: 'failed', because: 7 }), 'failed'],
  ['a line that is no JSON', 'a line that is no JSON'],
  ['{ broken', '{ broken'],
  ['  ', null],
])('[OPS-1] of %s a person is shown %s', (said, shown) => {
  expect(worthShowing(said)).toBe(shown);
});

test('[OPS-1] what fails again and again with the same words is shown once, and kept each time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-terminal-'));
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    const terminal = openTerminal(folder);
    const log = terminal.logOf('bridge');
    const refused = line({ level: 40, msg: 'no link', because: 'refused' });
    for (const said of [refused, refused, line({ level: 30, msg: 'trying' }), refused]) log(said);
    log(line({ level: 40, msg: 'no link', because: 'rejected' }));
    terminal.close();
  } finally {
    spy.mockRestore();
  }
  expect(written).toEqual(['bridge    no link: refused\n', 'bridge    no link: rejected\n']);
  await vi.waitFor(async () => {
    const kept = await readFile(join(folder, 'logs', 'bridge.log'), 'utf8');
    expect(kept.split('\n').filter(Boolean)).toHaveLength(5);
  });
  await rm(folder, { recursive: true });
});

test('[OPS-1] of an own PBX the start says whether the bridge got in, rights that turn out to be missing included', async () => {
  const states = ['connecting', 'connecting', 'up', 'lacking-rights'];
  const answer = () => Response.json({ bridges: [{ state: states.length > 1 ? states.shift() : states[0] }] });
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => answer());
  try {
    expect(await describePbx('http://server')).toBe(sentenceOf('lacking-rights'));
  } finally {
    spy.mockRestore();
  }
  expect(new Set(['up', 'lacking-rights', 'rejected', 'refused', 'connecting'].map(sentenceOf)).size).toBe(5);
});
