import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callFacts, journal } from '../factories/call-facts.ts';
import { connectBridge, type FakeBridge } from './fake-bridge.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let bridge: FakeBridge;
let manager: TestClient;
const book = journal();

beforeAll(async () => {
  server = await startTestServer();
  manager = await server.keyOf('manager');
  bridge = await connectBridge(server, { bridgeId: book.bridgeId, journalId: book.journalId });
});
afterAll(async () => {
  bridge?.close();
  await server.close();
});

describe('from a bridge to the API', () => {
  it('[TEL-3] a call that a bridge tells of is in the log', async () => {
    const call = callFacts({ journal: book, from: '8 (912) 123-45-67', queue: 'sales' });
    const events = [call.started(), call.ringing('PJSIP/101')];
    call.wait(5);
    events.push(call.ended());
    await bridge.send(events);
    const list = await manager.get<{ items: { id: string; outcome: string }[] }>('/api/calls');
    expect(list.status).toBe(200);
    expect(list.body.items).toMatchObject([{ id: call.callId, outcome: 'abandoned', queue: 'sales' }]);
    const one = await manager.get(`/api/calls/${call.callId}`);
    expect(one.body).toMatchObject({ from: { raw: '8 (912) 123-45-67', e164: '+79121234567' } });
  });
});
