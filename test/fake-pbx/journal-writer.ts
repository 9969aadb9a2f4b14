/** A process that writes facts into a journal and says each one on stdout once it is written, until it is killed. */
import fs from 'node:fs';
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
const write = (): void => {
  for (let i = 0; i < 10; i++) {
    const id = `${round}-${next++}`;
    const occurredAt = '2026-11-23T08:00:00.000Z';
    journal.append(
      [{ type: 'originate.failed', id, version: 1, occurredAt, originateId: id, because: 'x' }],
      `${id}\n`,
    );
    fs.writeSync(1, `${id}\n`);
  }
  if (next % 100 === 1) void journal.checkpoint({ next });
  setImmediate(write);
};
write();
