/// <reference lib="dom" />
/** CAM-3: the script of a call is filled in by keyboard, survives a reload and a lost link, and is counted. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallScript } from '../../server/contract/script-answers.contract.ts';
import type { Script } from '../../server/contract/scripts.contract.ts';
import { callFacts, journal } from '../factories/call-facts.ts';
import { saleScript } from '../factories/scripts.ts';
import { connectBridge, type FakeBridge } from '../server/fake-bridge.ts';
import { startTestServer, type TestClient, type TestServer } from '../server/test-server.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const password = 'a-long-enough-password';
const anna = { email: 'anna@example.test', password };
const boss = { email: 'boss@example.test', password };
let server: TestServer;
let bridge: FakeBridge;
let api: TestClient;
let desk: Desk;
let script: Script;
let callId: string;

beforeAll(async () => {
  server = await startTestServer({ withJobs: true });
  api = await server.keyOf('administrator');
  await api.post('/api/users', { name: 'Boss', role: 'administrator', ...boss });
  await api.post('/api/agents', { name: 'Anna', role: 'operator', interface: 'PJSIP/101', ...anna });
  const phones = [{ raw: '+79125550001' }];
  await api.post('/api/contacts', { name: 'Vera Wood', phones });
  script = (await api.post<Script>('/api/scripts', { ...saleScript, publish: true })).body;
  const book = journal();
  bridge = await connectBridge(server, { bridgeId: book.bridgeId, journalId: book.journalId });
  const call = callFacts({ journal: book, from: '+79125550001' });
  callId = call.callId;
  const begun = [call.started(), call.ringing('PJSIP/101'), call.answered('PJSIP/101')];
  call.wait(60);
  await bridge.send([...begun, call.ended()]);
  await server.idle();
  await api.request('PUT', `/api/calls/${callId}/script`, { scriptId: script.id, path: ['hello'] });
  desk = await signIn(server.url, anna);
});
afterAll(async () => {
  await desk?.close();
  bridge?.close();
  await server?.close();
});

const kept = async () => {
  const { body } = await api.get<CallScript>(`/api/calls/${callId}/script`);
  const answers = Object.fromEntries(body.answers.map(({ questionId, value }) => [questionId, value]));
  return { path: body.run?.path, finished: body.run?.finishedAt !== null, answers };
};
async function open(page: Page): Promise<void> {
  await page.goto(`${server.url}/calls?call=${callId}`);
  await page.getByRole('button', { name: 'Go on with the script' }).click();
}

describe('[CAM-3] the script of a call', () => {
  it('[CAM-3] is filled in by keyboard and saved by itself; what is wanting is named, an objection is one key away', async () => {
    const { page } = desk;
    await open(page);
    await page.getByText('Good day, Vera Wood! This is Anna.').waitFor();
    await page.getByLabel('What is needed?').fill('doors');
    await page.keyboard.press('Enter');
    await page.getByText('Still to be answered: May we talk?').waitFor();
    await expect.poll(kept).toMatchObject({ path: ['hello'], answers: { need: 'doors' } });
    // The keyboard is at what is wanting.
    await page.keyboard.press('Space');
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await page.getByText('We have oak.').waitFor();
    await expect.poll(kept).toMatchObject({ path: ['hello', 'offer'], answers: { talks: true } });
    await page.getByLabel(/^Budget/).fill('1 200,5');
    await page.getByText('OAK', { exact: true }).click();
    await page.getByText('ATTIC', { exact: true }).click();
    expect(await page.getByLabel(/^Budget/).inputValue(), 'as it was typed').toBe('1 200,5');
    await page.keyboard.press('o');
    await page.keyboard.press('t');
    await page.getByText('Until when, Vera Wood?').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'script-panel');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect.poll(kept).toMatchObject({ answers: { budget: 1200.5, wood: 'oak', rooms: ['attic'] } });
    expect(desk.faults).toEqual([]);
  });

  it('[CAM-3] says when it is not saved yet, loses nothing by a reload, and goes on where it was', async () => {
    const { page } = desk;
    await page.route('**/api/calls/*/script', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    );
    await page.getByLabel('Wishes').fill('by Monday');
    await page.getByText('Not saved yet').waitFor();
    await page.unroute('**/api/calls/*/script');
    await open(page);
    await page.getByText('We have oak.').waitFor();
    expect(await page.getByLabel('Wishes').inputValue()).toBe('by Monday');
    expect(await page.getByLabel(/^Budget/).inputValue()).toBe('1200.5');
    await expect.poll(kept).toMatchObject({ answers: { wishes: 'by Monday' } });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByText('We have oak.').scrollIntoViewIfNeeded();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await keepPicture(page, 'script-panel-narrow-dark');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('The script is at its end.').waitFor();
    await expect.poll(kept).toMatchObject({ finished: true });
    await page.getByRole('button', { name: 'Show the answers' }).click();
    await page.getByText('by Monday').waitFor();
    await keepPicture(page, 'script-answers-of-call');
    expect(desk.faults).toEqual([]);
  });

  it('[CAM-3] is counted question by question; a figure leads to its calls', async () => {
    const leader = await signIn(server.url, boss);
    const { page } = leader;
    await page.goto(`${server.url}/scripts/${script.id}`);
    await page.getByRole('tab', { name: 'Answers' }).click();
    await page.getByText('1 call · 1 to the end').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'script-report');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'script-report-narrow-dark');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'OAK 1' }).click();
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /Vera Wood/ })
      .waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'script-report-calls');
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /Vera Wood/ })
      .click();
    await page.waitForURL(`**/calls?call=${callId}`);
    await page.getByText('by Monday').waitFor();
    expect(leader.faults).toEqual([]);
    await leader.close();
  });
});
