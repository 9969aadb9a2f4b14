import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLabWithPhones } from './phone/test-phones.ts';
import { recordTrace } from './record-trace.ts';
import { startDemoTraffic } from './simulate-customers.ts';

const EXTENSIONS = ['101', '102', '103'];
let stage: Awaited<ReturnType<typeof startLabWithPhones>>;

beforeAll(async () => {
  stage = await startLabWithPhones(EXTENSIONS);
});
afterAll(() => stage.dispose());

describe('[OPS-1] the demonstration', () => {
  it('customers call, phones answer, and everything is over when it is stopped', async () => {
    const { lab, carrier } = stage;
    const phones = EXTENSIONS.map(stage.phone);
    const customers = [{ number: '+79161230001', name: 'Anna Petrova' }];
    const ami = await lab.connectAmi();
    const answered = ami.nextEvent(
      (event) => event.get('Event') === 'BridgeEnter' && /PJSIP\/10/.test(event.get('Channel')),
    );
    const lines: string[] = [];
    const traffic = await startDemoTraffic({
      lab,
      carrier,
      phones,
      customers,
      seed: 3,
      everySeconds: 0.5,
      log: (line) => lines.push(line),
    });
    await answered;
    expect(traffic.placed).toBeGreaterThan(0);
    expect(lines).toHaveLength(traffic.placed);
    await traffic.stop();
    expect([...phones, carrier].flatMap((party) => party.calls)).toEqual([]);
    ami.close();
  });

  it('a call recorded as a trace holds every message of it, and what was sent', async () => {
    const { lab } = stage;
    const file = join(lab.dir, 'one.ami');
    const recording = await recordTrace(lab, file);
    const over = recording.ami.nextEvent(
      (event) => event.get('Event') === 'Hangup' && event.get('Channel').endsWith(';2'),
    );
    await recording.ami.action('Originate', {
      Channel: 'Local/answer@sim',
      Application: 'Wait',
      Data: '1',
      Variable: 'SIMTALK=0.1',
      Async: 'true',
    });
    await over;
    const blocks = await recording.stop();
    const text = await readFile(file, 'latin1');
    expect(text.split(/^# \d{10}\.\d{3}(?: >>>)?\r\n/m)).toHaveLength(blocks + 1);
    expect(text).toMatch(/^# \d{10}\.\d{3} >>>\r\nAction: Originate\r\n/);
    expect(text).toMatch(/# \d{10}\.\d{3}\r\nEvent: Hangup\r\n(?:.+\r\n)+\r\n/);
    expect(text).not.toContain(lab.amiSecret);
  });
});
