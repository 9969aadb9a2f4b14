/** Facts as a bridge has them in its journal after a while without its server: real reducers over recorded traffic. */
import { parseAmiEvent } from '../../../pbx-bridge/ami/ami-decoder.ts';
import { CallsModel } from '../../../pbx-bridge/calls-model.ts';
import type { PbxEvent } from '../../../pbx-bridge/contract/pbx-events.ts';
import { readRecordings } from '../ingest/ingest-load.ts';
import { playRecordings } from '../ingest/recorded-traffic.ts';

/** The first `count` facts of busy traffic, numbered from 1. `startsAt`: seconds since 1970 of the first. */
export function makeBacklog(count: number, bridgeId: string, startsAt: number): PbxEvent[] {
  const traffic = playRecordings(readRecordings(), { slots: 32, spreadSeconds: 30, startsAt });
  const model = new CallsModel(bridgeId);
  const facts: PbxEvent[] = [];
  for (let block = traffic.next(); block !== null && facts.length < count; block = traffic.next()) {
    const event = parseAmiEvent(block.text, block.at);
    if (event === null) continue;
    for (const fact of model.apply({ kind: 'event', event }).facts) {
      const recordedAt = fact.occurredAt;
      facts.push({ ...fact, sequence: facts.length + 1, bridgeId, recordedAt } as PbxEvent);
    }
  }
  return facts.slice(0, count);
}
