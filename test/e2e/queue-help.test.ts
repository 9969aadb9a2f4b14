/// <reference lib="dom" />
/** MIS-6, TEL-11: who keeps a place in a queue is seen and taken off; the rules of both are set. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../../server/contract/settings.contract.ts';
import { callFacts, journal } from '../factories/call-facts.ts';
import { connectBridge, type FakeBridge } from '../server/fake-bridge.ts';
import { startTestServer, type TestClient, type TestServer } from '../server/test-server.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const boss = { email: 'boss@example.test', password: 'a-long-enough-password' };
let server: TestServer;
let bridge: FakeBridge;
let api: TestClient;
let desk: Desk;

beforeAll(async () => {
  server = await startTestServer();
  api = await server.keyOf('administrator');
  await api.post('/api/users', { name: 'Boss', role: 'administrator', ...boss });
  await api.post('/api/contacts', { name: 'Vera Wood', phones: [{ raw: '+79125550001' }] });
  const book = journal();
  bridge = await connectBridge(server, { bridgeId: book.bridgeId, journalId: book.journalId });
  for (const from of ['+79125550001', '+79125550002']) {
    const at = new Date(Date.now() - 60_000).toISOString();
    const call = callFacts({ journal: book, from, queue: 'sales', at, variables: { ASK: 'callback' } });
    await bridge.send([call.started(), call.ended({ outcome: 'no-answer' })]);
  }
  await server.idle();
  desk = await signIn(server.url, boss);
});
afterAll(async () => {
  await desk?.close();
  bridge?.close();
  await server?.close();
});

describe('[MIS-6] callers who keep their place', () => {
  it('stand above the missed calls; one is taken off, and the missed call stays', async () => {
    const { page } = desk;
    await page.goto(`${server.url}/due`);
    const strip = page.getByRole('region', { name: 'Keep their place in a queue' });
    await strip.getByText('Vera Wood').waitFor();
    expect(await strip.getByRole('listitem').count()).toBe(2);
    await keepPicture(page, 'queue-callbacks');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'queue-callbacks-narrow-dark');
    expect(await seriousFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    await strip.getByRole('button', { name: 'Do not call back by itself' }).first().click();
    await expect.poll(() => strip.getByRole('listitem').count()).toBe(1);
    await page.getByRole('grid').getByText('Vera Wood').first().waitFor();
  });
});

describe('[TEL-11] the rules of routing', () => {
  it('are set and kept; a number out of its bounds is named', async () => {
    const { page } = desk;
    await page.goto(`${server.url}/settings/routing`);
    await page.getByLabel(/^Rung before the queue/).waitFor();
    await keepPicture(page, 'settings-routing');
    const ring = page.getByLabel('Their telephone rings for, seconds');
    await ring.fill('90');
    await page.getByText('5 to 60', { exact: false }).waitFor();
    await ring.fill('20');
    await page.getByLabel('Calls begun in a second, at most').fill('15');
    await page.getByRole('switch', { name: /^A caller who presses a key/ }).click();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'settings-routing-narrow-dark');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    await keepPicture(page, 'settings-routing-narrow-dark');
    const { body } = await api.get<Settings>('/api/settings');
    expect(body.routing.ringSeconds).toBe(20);
    expect(body.dialer.originatesPerSecond).toBe(15);
    expect(body.queueCallbacks.on).toBe(false);
    expect(desk.faults).toEqual([]);
  });
});
