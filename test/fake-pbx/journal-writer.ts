/** A process that writes facts into a journal and says each one on stdout once it is written, until it is killed. */
import { once } from 'node:events';
import { systemClock } from '../../pbx-bridge/clock.ts';
import { silentLogger } from '../../pbx-bridge/logger.ts';
import { Journal } from '../../pbx-bridge/publish/journal.ts';

const [folder, round] = process.argv.slice(2);
const journal = new Journal({
  folder: folder!,
  bridgeId: 'pbx1',
  clock: systemClock,
  logger: silentLogger,
  segmentBytes: 20_000,
});
let next = 1;
const write = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) {
    const id = `${round}-${next++}`;
    const occurredAt = '2026-11-23T08:00:00.000Z';
    journal.append(
      [{ type: 'originate.failed', id, version: 1, occurredAt, originateId: id, because: 'x' }],
      `${id}\n`,
    );
    // Not `fs.writeSync`: a reader that is slow on a busy machine fills the pipe, which then answers EAGAIN.
    if (!process.stdout.write(`${id}\n`)) await once(process.stdout, 'drain');
  }
  if (next % 100 === 1) void journal.checkpoint({ next });
  setImmediate(() => void write());
};
void write();
