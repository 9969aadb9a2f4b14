import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { waitFor } from '../../../scripts/stack/wait-for.ts';
import type { Call, callListSchema } from '../../../server/contract/calls.contract.ts';
import type { StoryStage } from '../story-stage.ts';
import { type Circumstances, compareLog } from './compare-log.ts';
import type { PlayedCall } from './play-storm.ts';
import { type ExpectedCall, expectedCalls } from './storm-truth.ts';

/** The whole call log, page by page. */
export async function readLog(stage: StoryStage): Promise<Call[]> {
  const calls: Call[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: z.infer<typeof callListSchema> = await stage.stack.api.get(
      `calls?limit=100${cursor ? `&cursor=${cursor}` : ''}`,
    );
    calls.push(...page.items);
    cursor = page.nextCursor;
  }
  return calls;
}

/** What the log must say, by the phones. */
export function truthOf(played: readonly PlayedCall[]): ExpectedCall[] {
  return played.flatMap((one) =>
    expectedCalls({
      plan: one.plan,
      customer: one.customer?.truth() ?? null,
      agents: one.agents.map(({ extension, call }) => ({ extension, leg: call.truth() })),
      consultation: one.consultation
        ? { from: one.consultation.from, to: one.consultation.to, leg: one.consultation.call.truth() }
        : null,
    }),
  );
}

/** Waits until the log has ended every call and says what the phones say; gives the differences that stay. */
export async function differencesOf(
  stage: StoryStage,
  played: readonly PlayedCall[],
  circumstances: Circumstances,
  limitMs = 30_000,
): Promise<string[]> {
  const expected = truthOf(played);
  let differences: string[] = [];
  await waitFor(
    'the log says what the phones say',
    async () => {
      differences = compareLog(expected, await readLog(stage), circumstances);
      return differences.length;
    },
    (count) => count === 0,
    limitMs,
  ).catch(() => undefined);
  return differences;
}

/** `npm run trunkline -- calls reconcile CEL.csv` on the database of the stage: its exit code and what it printed. */
export function reconcile(stage: StoryStage): Promise<{ code: number | null; lines: string[] }> {
  const { stack } = stage;
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('../../../dist/scripts/trunkline.js', import.meta.url));
    const child = spawn(process.execPath, [script, 'calls', 'reconcile', stack.lab.celCsvPath], {
      env: { ...process.env, DATABASE_URL: stack.databaseUrl, DATA_DIR: stack.dir, DEFAULT_REGION: 'FR' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        text += data.toString();
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, lines: text.split('\n').filter((line) => line !== '') }));
  });
}
