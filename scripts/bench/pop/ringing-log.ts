/** What Asterisk itself says of ringing telephones, heard on a connection of its own beside the bridge's. */
import { callIdOf } from '../../../pbx-bridge/calls/call-fact.ts';
import type { PbxLab } from '../../pbx-lab/pbx-lab.ts';

export type RingingLog = {
  /** When the telephone of each call began to ring: Asterisk's `Timestamp`, milliseconds since 1970. */
  readonly ringingAt: ReadonlyMap<string, number>;
  close(): void;
};

/** @param pbx as the bridge calls this PBX: calls are named after it */
export async function listenForRinging(lab: PbxLab, pbx: string): Promise<RingingLog> {
  const ami = await lab.connectAmi('trunkline');
  const ringingAt = new Map<string, number>();
  ami.onEvent((event) => {
    if (event.get('Event') !== 'Newstate' || event.get('ChannelStateDesc') !== 'Ringing') return;
    // The carrier's line is a channel, too, and none of our telephones.
    if (event.get('Channel').startsWith('PJSIP/trunk')) return;
    const callId = callIdOf(pbx, event.get('Linkedid'));
    if (!ringingAt.has(callId)) ringingAt.set(callId, Number(event.get('Timestamp')) * 1_000);
  });
  return { ringingAt, close: () => ami.close() };
}
