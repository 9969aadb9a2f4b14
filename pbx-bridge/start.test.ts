/** The bridge as a process: started with settings from outside, killed, stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs, { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { type FakePbx, playableEntries, startFakePbx } from '../test/fake-pbx/fake-pbx.ts';
import { type StubServer, startStubServer } from '../test/fake-pbx/stub-server.ts';
import { lastRecords, playEvents } from '../test/traces/reduce-trace.ts';
import { parseAmiEvent } from './ami/ami-decoder.ts';
import type { CallRecord } from './contract/call-record.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const storm = gunzipSync(readFileSync(new URL('../test/traces/data/storm-1.ami.gz', import.meta.url))).toString('utf8');

interface Process {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Exit code, or the signal that ended it. */
  readonly exit: Promise<number | string>;
}

const run = (env: Record<string, string>): Process => {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'start.ts')], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  // Not 'close': that never comes once we have closed the channel ourselves.
  const outputEnds = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'end'));
  const exit = Promise.all([once(child, 'exit'), ...outputEnds]).then(
    ([[code, signal]]) => (code ?? signal) as number | string,
  );
  closers.push(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  return { child, output: () => output, exit };
};

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-process-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const setUp = async (): Promise<{ pbx: FakePbx; server: StubServer; env: Record<string, string>; folder: string }> => {
  const folder = await newFolder();
  const pbx = await startFakePbx({ trace: storm });
  closers.push(() => pbx.stop());
  const server = await startStubServer();
  closers.push(() => server.stop());
  const env = { AMI_URL: pbx.url, SERVER_URL: server.url, BRIDGE_TOKEN: server.token, DATA_DIR: folder };
  return { pbx, server, env, folder };
};

const essence = (call: CallRecord) => [
  call.callId,
  call.linkedIds,
  call.outcome,
  call.agents.map((agent) => [agent.interface, agent.role]),
];
const byId = (a: CallRecord, b: CallRecord): number => (a.callId < b.callId ? -1 : 1);
const essences = (calls: readonly CallRecord[]) => [...calls].sort(byId).map(essence);

describe('the process', { timeout: 120_000 }, () => {
  test('[TEL-10] killed with -9 three times in a storm, every call arrives once and whole', async () => {
    const { pbx, server, env } = await setUp();
    const entries = playableEntries(storm);
    const truth = lastRecords(playEvents(entries.flatMap(({ text, at }) => parseAmiEvent(text, at) ?? [])).facts);
    let logins = 0;
    const inStep = async (): Promise<void> => {
      await pbx.awaitLogin(++logins);
      await pbx.awaitAction('ListCommands', logins);
    };
    for (const until of [0.3, 0.55, 0.8, 1]) {
      const { child, exit } = run(env);
      await inStep();
      await pbx.play({ until: Math.floor(entries.length * until) });
      // Everything sent has been read when the bridge has seen the end of the connection and is back.
      pbx.halfClose();
      await inStep();
      if (until < 1) child.kill('SIGKILL');
      else {
        // A call that has ended may still be told of once more: what it comes to is waited for, and told apart below.
        await server.until(() => isDeepStrictEqual(essences(server.calls), essences(truth))).catch(() => undefined);
        child.kill('SIGTERM');
      }
      expect(await exit).toBe(until < 1 ? 'SIGKILL' : 0);
    }
    expect(essences(server.calls)).toEqual(essences(truth));
    expect(server.malformed).toEqual([]);
    expect(new Set(server.hellos.map(({ journalId }) => journalId)).size).toBe(4);
  });

  test('stops in order on SIGTERM and logs JSON without secrets or whole numbers', async () => {
    const { pbx, server, env, folder } = await setUp();
    const bridge = run(env);
    await pbx.awaitLogin();
    await pbx.play({ until: 1_500 });
    await server.until(() => server.facts.length > 20);
    bridge.child.kill('SIGTERM');
    expect(await bridge.exit).toBe(0);
    const lines = bridge.output().trim().split('\n');
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ process: 'pbx-bridge', bridgeId: 'pbx1' });
    expect(bridge.output()).not.toContain('fake-secret');
    expect(bridge.output()).not.toContain(server.token);
    expect(bridge.output()).not.toMatch(/\+336\d{8}/);
    expect(fs.existsSync(path.join(folder, 'bridge/pbx1/bridge.lock'))).toBe(false);
  });

  test('[OPS-1] ends in order when its supervisor is gone', async () => {
    const { pbx, env, folder } = await setUp();
    const bridge = run(env);
    await pbx.awaitLogin();
    bridge.child.disconnect();
    expect(await bridge.exit).toBe(0);
    expect(fs.existsSync(path.join(folder, 'bridge/pbx1/bridge.lock'))).toBe(false);
  });

  test('a second bridge on the same folder is refused in one line', async () => {
    const { pbx, env } = await setUp();
    run(env);
    await pbx.awaitLogin();
    const second = run(env);
    expect(await second.exit).toBe(1);
    expect(second.output()).toMatch(/^DATA_DIR: another bridge \(process \d+\) already uses .*\.\n$/);
  });

  test.each([
    [{ AMI_URL: 'nonsense' }, /^AMI_URL is not valid; allowed: tcp:\/\/user:secret@host:5038 or .*\.\n$/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is "loud"; allowed: trace, debug, info, warn, error, fatal, silent\.\n$/],
    [{ DATA_DIR: '/etc/passwd/data' }, /^DATA_DIR: the folder .* cannot be written .*\.\n$/],
  ])('wrong settings %j end it with one line', async (wrong, line) => {
    const good = { AMI_URL: 'tcp://a:b@127.0.0.1:1', BRIDGE_TOKEN: 'long-enough-token', DATA_DIR: await newFolder() };
    const bridge = run({ ...good, ...wrong });
    expect(await bridge.exit).toBe(1);
    expect(bridge.output()).toMatch(line);
  });
});
