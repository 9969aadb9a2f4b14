/** A bridge that has nothing but a backlog: sends it as the real one does and waits until all of it is acknowledged. */
import type pg from 'pg';
import { WebSocket } from 'ws';
import type { BridgeToServer, ServerToBridge } from '../../../pbx-bridge/contract/bridge-protocol.ts';
import { BRIDGE_CONTRACT_VERSION } from '../../../pbx-bridge/contract/contract-version.ts';
import type { PbxEvent } from '../../../pbx-bridge/contract/pbx-events.ts';
import type { ServerStack } from '../../stack/server-stack.ts';

const frameSize = 500;
/** As the real bridge: more would only fill the server's memory. */
const mostInFlight = 2_000;

/** Milliseconds from the first frame to the last acknowledgement. */
export async function pushBacklog(
  { bridgeUrl, bridgeToken }: ServerStack,
  bridgeId: string,
  facts: readonly PbxEvent[],
): Promise<number> {
  const socket = new WebSocket(bridgeUrl, {
    headers: { authorization: `Bearer ${bridgeToken}` },
    perMessageDeflate: false,
  });
  const say = (message: BridgeToServer) => socket.send(JSON.stringify(message));
  const lastSequence = facts.length;
  let began = 0n;
  let sent = 0;
  const sendMore = (acked: number) => {
    while (sent < lastSequence && sent - acked < mostInFlight) {
      say({ kind: 'events', events: facts.slice(sent, sent + frameSize) });
      sent = Math.min(sent + frameSize, lastSequence);
    }
  };
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', (_code, reason) => reject(new Error(`the server closed the bridge: ${reason}`)));
      socket.on('open', () => {
        const journalId = `bench-${process.pid}`;
        say({
          kind: 'hello',
          contractVersion: BRIDGE_CONTRACT_VERSION,
          bridgeId,
          pbx: bridgeId,
          journalId,
          lastSequence,
        });
      });
      socket.on('message', (data) => {
        const message = JSON.parse(data.toString()) as ServerToBridge;
        if (message.kind === 'refused') reject(new Error(message.message));
        if (message.kind === 'welcome') {
          began = process.hrtime.bigint();
          sendMore(0);
        }
        if (message.kind !== 'ack') return;
        if (message.sequence >= lastSequence) resolve();
        else sendMore(message.sequence);
      });
    });
    return Number(process.hrtime.bigint() - began) / 1e6;
  } finally {
    socket.removeAllListeners('close');
    socket.terminate();
  }
}

/** The same facts as bare rows, as many at once, each batch committed, by one connection: milliseconds. */
export async function insertBare(client: pg.Client, facts: readonly PbxEvent[]): Promise<number> {
  await client.query('create table bench_bare (id text primary key, fact jsonb not null)');
  const began = process.hrtime.bigint();
  for (let from = 0; from < facts.length; from += frameSize) {
    const rows = facts.slice(from, from + frameSize).map((fact) => ({ id: fact.id, fact }));
    await client.query({
      name: 'bare',
      text: 'insert into bench_bare select * from jsonb_to_recordset($1::jsonb) as r(id text, fact jsonb)',
      values: [JSON.stringify(rows)],
    });
  }
  return Number(process.hrtime.bigint() - began) / 1e6;
}
