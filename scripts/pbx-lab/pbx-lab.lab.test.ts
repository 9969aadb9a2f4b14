import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { AmiClient } from './ami-client.ts';
import { installAsterisk } from './install-asterisk.ts';
import { delay } from './lab-clock.ts';
import { CEL_COLUMNS, startPbxLab } from './pbx-lab.ts';
import { isSameProcess } from './process-stamp.ts';
import { startTestLab } from './test-lab.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function lab(options: Parameters<typeof startTestLab>[0] = {}) {
  const started = await startTestLab(options);
  cleanUps.push(started.dispose);
  return started;
}

async function endpointNames(ami: AmiClient): Promise<string[]> {
  const names: string[] = [];
  ami.onEvent((event) => event.get('Event') === 'EndpointList' && names.push(event.get('ObjectName')));
  const complete = ami.nextEvent((event) => event.get('Event') === 'EndpointListComplete');
  await ami.action('PJSIPShowEndpoints');
  await complete;
  return names.sort();
}

/** Polls a fact of another process, which sends no event. */
async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await fact())) await delay(20);
}

describe('[OPS-1] the PBX lab', () => {
  it('answers on AMI and knows its agents and its trunk', async () => {
    const started = await lab();
    expect(started.asteriskVersion).toMatch(/^\d+\.\d+/);
    const ami = await started.connectAmi('trunkline');
    expect(await endpointNames(ami)).toEqual([...started.agents.map((agent) => agent.extension), 'trunk'].sort());
    ami.close();
  });

  it('loads without an error of its own configuration', async () => {
    const started = await lab();
    const lines = (await readFile(started.messagesPath, 'utf8')).split('\n');
    expect(lines.filter((line) => /ERROR|WARNING/.test(line))).toEqual([]);
  });

  it('brings the ciphers that libnss3 opens by name: on a machine without a libnss3 of its own, Asterisk would give up', async () => {
    const { root } = await installAsterisk();
    const brought = await readdir(join(root, 'lib'));
    expect(brought).toEqual(expect.arrayContaining(['libnss3.so', 'libsoftokn3.so', 'libfreeblpriv3.so']));
  });

  it('writes channel events with microseconds to the CEL file', async () => {
    const started = await lab();
    const ami = await started.connectAmi();
    const over = ami.nextEvent((event) => event.get('Event') === 'Hangup' && event.get('Channel').endsWith(';2'));
    await ami.action('Originate', {
      Channel: 'Local/answer@sim',
      Application: 'Wait',
      Data: '1',
      Variable: 'SIMTALK=0.1',
      Async: 'true',
    });
    await over;
    ami.close();
    await started.stop();
    const rows = (await readFile(started.celCsvPath, 'utf8')).trim().split('\n');
    const first = rows[0]!.split(',').map((cell) => cell.replaceAll('"', ''));
    expect(first).toHaveLength(CEL_COLUMNS.length);
    expect(first[0]).toBe('CHAN_START');
    expect(first[1]).toMatch(/^\d{10}\.\d{6}$/);
    expect(first[2]).toMatch(new RegExp(`^${started.systemName}-`));
  });

  it('runs several at once that do not know each other', async () => {
    const [one, two] = await Promise.all([lab(), lab({ agents: [], queues: [] })]);
    expect(one.pid).not.toBe(two.pid);
    const ami = await two.connectAmi();
    expect(await endpointNames(ami)).toEqual(['trunk']);
    ami.close();
  });

  it('comes back on the same ports after a kill', async () => {
    const started = await lab();
    const { pid } = started;
    const ami = await started.connectAmi();
    await started.kill9();
    await ami.closed;
    expect(started.isRunning()).toBe(false);
    await started.restart();
    expect(started.pid).not.toBe(pid);
    (await started.connectAmi('trunkline')).close();
  });

  it('lets a bridge in that was started apart and knows the secret it was given', async () => {
    const started = await lab({ agents: [], queues: [], amiSecret: 'given-from-outside' });
    expect(started.amiUrl).toBe(`tcp://trunkline:given-from-outside@127.0.0.1:${started.amiPort}`);
    (await started.connectAmi('trunkline')).close();
  });

  it('refuses a second start in the same folder while the first runs', async () => {
    const started = await lab();
    await expect(startPbxLab({ dir: started.dir })).rejects.toMatchObject({ code: 'already-running' });
  });

  it('does not outlive a parent that is killed, and starts again in its folder', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'trunkline-lab-'));
    cleanUps.push(() => rm(dir, { recursive: true, force: true }));
    const script = fileURLToPath(new URL('./test-lab-holder.ts', import.meta.url));
    const parent = spawn(process.execPath, ['--import', 'tsx', script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const stamp = await new Promise<string>((resolve) => {
      parent.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
    });
    expect(isSameProcess(stamp)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isSameProcess(stamp));
    const next = await startPbxLab({ dir });
    await next.stop();
  });
});
