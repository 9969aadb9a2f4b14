/** A firm whose queue "sales" belongs to a team and may call at any hour, with a bridge that tells of calls. */
import type { z } from 'zod';
import type { PbxCommand } from '../../pbx-bridge/contract/pbx-commands.ts';
import type { placedCallSchema } from '../../server/contract/calls.contract.ts';
import type { MissedCall } from '../../server/contract/missed-calls.contract.ts';
import { callFacts, journal } from '../factories/call-facts.ts';
import { connectBridge, type FakeBridge } from './fake-bridge.ts';
import { type Firm, foundFirm } from './firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

export type PlacedCall = z.infer<typeof placedCallSchema>;

export interface CallingFirm extends Firm {
  server: TestServer;
  bridge: FakeBridge;
  /** What the bridge has told so far; further calls of a test go into it. */
  book: ReturnType<typeof journal>;
  admin: TestClient;
  /** Somebody called the queue and gave up after five seconds, just now. Returns the call's id. */
  missed(from: string): Promise<string>;
  /** The call that an originate of Anna's made, until its end. Returns the call's id. */
  callsBack(originateId: string, missedCallId: string, outcome: 'answered' | 'no-answer'): Promise<string>;
  /** The one missed call there is. */
  onlyDebt(): Promise<MissedCall>;
  lastOriginate(): Promise<PbxCommand | undefined>;
  /** No calls, no missed calls, and the bridge does as it is told. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

const openAlways = Array.from({ length: 7 }, () => [{ from: '00:00', until: '24:00' }]);

export async function openCallingFirm(): Promise<CallingFirm> {
  // Nothing listens there: what is written waits.
  const server = await startTestServer({
    config: { smtpUrl: 'smtp://127.0.0.1:9', mailFrom: 'office@example.com' },
  });
  const people = await foundFirm(server);
  const admin = await server.keyOf('administrator');
  const book = journal();
  const bridge = await connectBridge(server, { bridgeId: book.bridgeId, journalId: book.journalId });
  await server.db.sql`
    insert into queues (bridge_id, name, pbx, team_id) values (${book.bridgeId}, 'sales', ${book.bridgeId}, ${people.sales})`;
  await server.db.sql`
    insert into pbx_endpoints (bridge_id, interface, pbx, kind, device_state, device_since)
    select ${book.bridgeId}, interface, ${book.bridgeId}, 'agent', 'not-in-use', now() from agents where interface is not null`;
  const hours = await admin.get<{ items: { id: string }[] }>('/api/calling-hours');
  await admin.patch(`/api/calling-hours/${hours.body.items[0]!.id}`, { week: openAlways, holidayRegion: null });
  /** Calls of these tests are over when they are told. */
  const aMinuteAgo = () => new Date(Date.now() - 60_000).toISOString();
  return {
    ...people,
    server,
    bridge,
    book,
    admin,
    async missed(from) {
      const call = callFacts({ journal: book, from, queue: 'sales', dialled: '+74957654321', at: aMinuteAgo() });
      const started = call.started();
      call.wait(5);
      await bridge.send([started, call.ended({ waitSeconds: 5 })]);
      await server.idle();
      return call.callId;
    },
    async callsBack(originateId, missedCallId, outcome) {
      const variables = { MISSED_CALL: missedCallId };
      const call = callFacts({
        journal: book,
        from: '+79121234567',
        direction: 'outbound',
        originateId,
        variables,
        at: aMinuteAgo(),
      });
      const events = [call.started(), call.dialsOut()];
      call.wait(8);
      if (outcome === 'answered') events.push(call.answered('PJSIP/101'));
      call.wait(30);
      events.push(call.ended({ ringSeconds: 8 }));
      await bridge.send(events);
      await server.idle();
      return call.callId;
    },
    async onlyDebt() {
      const { body } = await admin.get<{ items: MissedCall[] }>('/api/missed-calls');
      if (body.items.length !== 1) throw new Error(`expected one missed call, found ${body.items.length}`);
      return body.items[0]!;
    },
    lastOriginate: async () => bridge.commands.filter((command) => command.type === 'call.originate').at(-1),
    async forget() {
      bridge.answer = () => ({ ok: true, data: {} });
      await server.idle();
      await server.db.sql`truncate missed_calls, missed_call_misses, missed_call_attempts cascade`;
      await server.db.sql`delete from calls`;
    },
    async close() {
      bridge.close();
      await server.close();
    },
  };
}
