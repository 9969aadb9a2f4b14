import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAsterisk } from './asterisk-process.ts';
import { withBuildLock } from './build-lock.ts';
import { delay } from './lab-clock.ts';
import { checkLabOptions, DEFAULT_AGENTS, DEFAULT_QUEUES, labAgent } from './lab-options.ts';
import { isReachableBy } from './lab-paths.ts';
import { machineLayout } from './machine.ts';
import { isSameProcess, killStampedGroup, processStamp } from './process-stamp.ts';
import { formatTraceBlock } from './record-trace.ts';
import { renderTemplate } from './render-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-lab-parts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await delay(10);
}

describe('[OPS-1] a machine the lab cannot run on', () => {
  it('is told so in one sentence that names the way out', () => {
    expect(() => machineLayout('darwin', 'arm64')).toThrow(/darwin arm64.*docker compose up/);
    expect(() => machineLayout('linux', 'ia32')).toThrow(/docker compose up/);
  });

  it('both supported processors have their own library folder', () => {
    expect(machineLayout('linux', 'x64').triplet).toBe('x86_64-linux-gnu');
    expect(machineLayout('linux', 'arm64')).toMatchObject({ debianArch: 'arm64', loader: 'ld-linux-aarch64.so.1' });
  });
});

describe('[OPS-1] options of a lab', () => {
  it('the defaults are valid', () => {
    expect(() => checkLabOptions(DEFAULT_AGENTS, DEFAULT_QUEUES)).not.toThrow();
  });

  it.each([
    [[labAgent('99', 'A')], 'three digits'],
    [[labAgent('101', 'A'), labAgent('101', 'B')], 'twice'],
    [[labAgent('101', 'A\r\n[evil]')], 'character'],
    [[{ ...labAgent('101', 'A'), password: 'a;b' }], 'character'],
  ])('a wrong agent is refused with the reason (%#)', (agents, reason) => {
    expect(() => checkLabOptions(agents, [])).toThrow(reason);
  });

  it('a queue cannot name an agent that does not exist', () => {
    const queue = { ...DEFAULT_QUEUES[0]!, members: ['199'] };
    expect(() => checkLabOptions(DEFAULT_AGENTS, [queue])).toThrow('unknown extension 199');
  });

  it('a secret that would not fit into manager.conf or an address is refused, and not repeated', () => {
    expect(() => checkLabOptions([], [], 'lab-secret-0123456789')).not.toThrow();
    for (const secret of ['short', 'a secret with blanks', 'evil\n[all]\nread = all']) {
      expect(() => checkLabOptions([], [], secret)).toThrow(/8 to 64 letters/);
      expect(() => checkLabOptions([], [], secret)).not.toThrow(secret);
    }
  });

  it('a template that asks for an unknown value is a mistake', () => {
    expect(renderTemplate('a = @X@ @X@', { X: '1' })).toBe('a = 1 1');
    expect(() => renderTemplate('a = @Y@', {})).toThrow('@Y@');
  });
});

describe('[OPS-1] the lock of the installation', () => {
  it('lets one in at a time and both finish', async () => {
    const lock = join(folder, 'x.lock');
    let inside = 0;
    let most = 0;
    const work = () =>
      withBuildLock(
        lock,
        () => undefined,
        async () => {
          inside += 1;
          most = Math.max(most, inside);
          await delay(50);
          inside -= 1;
        },
      );
    await Promise.all([work(), work(), work()]);
    expect(most).toBe(1);
  });

  it('of a process that died is taken over', async () => {
    const lock = join(folder, 'x.lock');
    await writeFile(lock, '1:0');
    expect(
      await withBuildLock(
        lock,
        () => undefined,
        async () => readFile(lock, 'utf8'),
      ),
    ).toBe(processStamp(process.pid));
  });
});

describe('[OPS-1] processes of the lab', () => {
  it('are told apart even when a number is used again', () => {
    expect(isSameProcess(processStamp(process.pid))).toBe(true);
    expect(isSameProcess(`${process.pid}:1`)).toBe(false);
    expect(killStampedGroup(`${process.pid}:1`)).toBe(false);
  });

  it.each(['setpriv', 'watchdog'] as const)('end when stopped, by %s', async (tie) => {
    const running = await startAsterisk(['/bin/sleep', '60'], join(folder, 'out'), tie);
    expect(isSameProcess(running.stamp)).toBe(true);
    await running.stop();
    expect(running.hasEnded()).toBe(true);
    expect(isSameProcess(running.stamp)).toBe(false);
  });

  it.each(['setpriv', 'watchdog'] as const)(
    'die with a parent that is killed, by %s',
    { timeout: 30_000 },
    async (tie) => {
      const holder = join(folder, 'holder.mts');
      const module = new URL('./asterisk-process.ts', import.meta.url).href;
      const stamps = new URL('./process-stamp.ts', import.meta.url).href;
      // The watchdog's own process is the shell; what must die is the program below it, which says its number.
      const program = ['/bin/sh', '-c', `echo $$ > ${folder}/pid; exec sleep 60`];
      await writeFile(
        holder,
        `import { startAsterisk } from '${module}';
       import { processStamp } from '${stamps}';
       import { readFileSync } from 'node:fs';
       await startAsterisk(${JSON.stringify(program)}, '${folder}/out', '${tie}');
       const timer = setInterval(() => {
         try {
           const pid = Number(readFileSync('${folder}/pid', 'utf8'));
           if (pid > 0) { clearInterval(timer); console.log(processStamp(pid)); setInterval(() => {}, 1000); }
         } catch (error) {
          if (error.code !== 'ENOENT') throw error; // not written yet
        }
       }, 10);`,
      );
      await letNobodyWrite(folder);
      const parent = spawn(process.execPath, ['--import', 'tsx', holder], { stdio: ['ignore', 'pipe', 'inherit'] });
      const stamp = await new Promise<string>((resolve) => {
        parent.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
      });
      expect(isSameProcess(stamp)).toBe(true);
      parent.kill('SIGKILL');
      await until(() => !isSameProcess(stamp));
    },
  );
});

/** Run by root, the program is `nobody` and has to write into the test's folder. */
async function letNobodyWrite(path: string): Promise<void> {
  await chmod(path, 0o777);
}

describe('[OPS-1] folders of a lab run by root', () => {
  it.runIf(process.getuid?.() === 0)('are not put where its user cannot go', async () => {
    expect(await isReachableBy(folder, 65534)).toBe(false);
    expect(await isReachableBy(tmpdir(), 65534)).toBe(true);
  });
});

describe('[OPS-1] a recorded trace', () => {
  it('keeps each message as it was, under the moment it came', () => {
    expect(formatTraceBlock(1795422004296, 'received', 'Event: A\r\n\r\n')).toBe(
      '# 1795422004.296\r\nEvent: A\r\n\r\n',
    );
    expect(formatTraceBlock(1795422004300, 'sent', 'Action: Ping\r\n\r\n')).toBe(
      '# 1795422004.300 >>>\r\nAction: Ping\r\n\r\n',
    );
  });
});
