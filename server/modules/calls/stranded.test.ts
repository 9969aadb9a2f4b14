/** Who was passed on and left alone, over every recorded call with a transfer. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lastRecords, playTrace } from '../../../test/traces/reduce-trace.ts';
import { strandedAt } from './stranded.ts';

const names = readdirSync(new URL('../../../test/traces/data/', import.meta.url))
  .filter((file) => file.endsWith('.ami.gz'))
  .map((file) => file.replace('.ami.gz', ''));

/** Trace and how many of its callers; of `storm-1` the phones of the four whom they were given to were in use or never answered. */
const stranded = {
  'lab-attended-by-key-recall-unanswered': 1,
  'lab-back-to-queue-abandoned': 1,
  'lab-blind-target-busy': 1,
  'lab-blonde-by-key-unanswered': 1,
  'lab-blonde-by-refer-unanswered': 1,
  'lab-park-given-up': 1,
  'storm-1': 4,
};

test('[MIS-1] nobody took the transfer: told by the recorded calls, and of no other one', () => {
  const found = names.flatMap((name): [string, number][] => {
    const count = lastRecords(playTrace(name).facts).filter((call) => strandedAt(call) !== null).length;
    return count > 0 ? [[name, count]] : [];
  });
  expect(Object.fromEntries(found)).toEqual(stranded);
});

test('[MIS-1] whoever was asked beforehand and stays with the customer has taken them, though others were rung in vain', () => {
  const [call] = lastRecords(playTrace('attended-transfer-sip').facts);
  const transfer = call?.transfers[0];
  const target = call?.legs.find(({ role }) => role === 'transferred-to');
  if (!call || !transfer || !target) throw new Error('no transfer in the trace');
  const inVain = { ...target, id: 'x', interface: 'PJSIP/109', answeredAt: null, endedAt: transfer.at };
  const legs = [...call.legs, inVain];
  expect(strandedAt({ ...call, legs })).toBeNull();
  const gone = legs.map((leg) => (leg === target ? { ...leg, endedAt: transfer.at } : leg));
  expect(strandedAt({ ...call, legs: gone })).toBe(transfer.at);
});

test('[MIS-1] it is the moment of the transfer, of an inbound call that has truly ended', () => {
  const [call] = lastRecords(playTrace('lab-blind-target-busy').facts);
  if (!call) throw new Error('no call in the trace');
  expect(strandedAt(call)).toBe(call.transfers[0]?.at);
  expect(strandedAt({ ...call, direction: 'outbound' })).toBeNull();
  expect(strandedAt({ ...call, state: 'talking', endedAt: null })).toBeNull();
  expect(strandedAt({ ...call, endInferred: true })).toBeNull();
  expect(strandedAt({ ...call, answeredAt: null })).toBeNull();
  // A telephone that is switched off: nothing rings, and the PBX lets go at once; a survey talks on until it is done.
  const offline = { ...call, legs: call.legs.slice(0, 2) };
  expect(strandedAt(offline)).toBe(call.transfers[0]?.at);
  const minuteLater = new Date(Date.parse(call.endedAt ?? '') + 60_000).toISOString();
  expect(strandedAt({ ...offline, endedAt: minuteLater })).toBeNull();
});
