/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Carrier, createCarrier } from '../../scripts/pbx-lab/phone/carrier.ts';
import { createPhone, type Phone } from '../../scripts/pbx-lab/phone/phone.ts';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { Call } from '../../server/contract/calls.contract.ts';
import type { MissedCall } from '../../server/contract/missed-calls.contract.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const password = 'a-long-enough-password';
const ANNA = '+33612200101';
const STRANGER = '+33612200102';

let stack: Stack;
let carrier: Carrier;
let alicePhone: Phone;
let bobPhone: Phone;
let alice: Desk;
let bob: Desk;

beforeAll(async () => {
  stack = await startStack();
  const { api, lab } = stack;
  for (const [name, extension] of [
    ['Alice', '101'],
    ['Bob', '102'],
  ]) {
    const email = `${name?.toLowerCase()}@example.com`;
    await api.post('agents', { name, email, password, interface: `PJSIP/${extension}`, role: 'operator' });
  }
  await api.post('contacts', {
    name: 'Anna Petrova <b>bold</b>',
    organisationName: 'Severny Les',
    phones: [{ raw: '06 12 20 01 01', primary: true }],
    notes: 'Prefers a call before noon.',
  });
  alicePhone = await createPhone({ lab, extension: '101' });
  bobPhone = await createPhone({ lab, extension: '102' });
  await Promise.all([alicePhone.register(), bobPhone.register()]);
  carrier = await createCarrier({ lab });
  alice = await signIn(stack.url, { email: 'alice@example.com', password });
  bob = await signIn(stack.url, { email: 'bob@example.com', password }, { theme: 'dark' });
});
afterAll(async () => {
  await Promise.all([alice?.close(), bob?.close()]);
  await Promise.all([alicePhone, bobPhone, carrier].map((one) => one?.close()));
  await stack?.stop();
});

const ringingRow = (desk: Desk, who: string) => desk.page.getByRole('button', { name: new RegExp(who) }).first();
const callsOf = async (number: string) =>
  (await stack.api.get<{ items: Call[] }>(`calls?number=${encodeURIComponent(number)}`)).items;
const debtsOf = async (number: string) =>
  (await stack.api.get<{ items: MissedCall[] }>('missed-calls')).items.filter((debt) => debt.number.e164 === number);

describe('[TEL-1] a queue call on two desks', () => {
  it('rings on both, is answered on one and leaves the other; survives a reload; is worked, and played', async () => {
    alicePhone.onCall({ kind: 'ring' });
    bobPhone.onCall({ kind: 'ring' });
    const offered = alicePhone.nextCall();
    const customer = carrier.callIn({ from: ANNA, to: '5551000' });
    await Promise.all([ringingRow(alice, 'Anna Petrova').waitFor(), ringingRow(bob, 'Anna Petrova').waitFor()]);
    await keepPicture(alice.page, 'ringing');
    // Markup in a name is text.
    expect(await alice.page.locator('b', { hasText: 'bold' }).count()).toBe(0);

    const agentLeg = await offered;
    agentLeg.answer();
    await agentLeg.answered;
    await alice.page.locator('text=Talking >> visible=true').first().waitFor();
    await bob.page.locator('text=No calls now >> visible=true').first().waitFor();
    await keepPicture(bob.page, 'answered-elsewhere');

    await alice.page.reload();
    await alice.page.locator('text=Talking >> visible=true').first().waitFor();
    expect(await alice.page.getByText('Anna Petrova').count()).toBeGreaterThan(0);
    await keepPicture(alice.page, 'talking-after-reload');

    await agentLeg.listens(2);
    await alice.page.getByLabel('Note', { exact: true }).first().fill('Wants twelve oak boards');
    await customer.hangup();
    await alice.page
      .getByText(/Wrap-up/)
      .first()
      .waitFor();
    await alice.page.locator('h3#result-title').click();
    await alice.page.keyboard.press('1');
    const done = await waitFor(
      'note and result are saved',
      async () => (await callsOf(ANNA))[0],
      (call) => call?.note === 'Wants twelve oak boards' && call.disposition !== null,
    );
    expect(done).toMatchObject({ outcome: 'answered', state: 'ended' });
    await keepPicture(alice.page, 'wrap-up');
    expect(await seriousFaults(alice.page)).toEqual([]);

    await waitFor(
      'the recording has arrived',
      async () => (await callsOf(ANNA))[0]?.recordings[0]?.state,
      (state) => state === 'ready',
    );
  });

  it('[TEL-4] the recording plays in the call log', async () => {
    await alice.page.goto(`${stack.url}/calls`);
    await alice.page
      .getByRole('row', { name: /Anna Petrova/ })
      .first()
      .click();
    await alice.page.getByRole('button', { name: 'Play recording' }).first().click();
    const played = () =>
      alice.page
        .locator('audio')
        .first()
        .evaluate((audio: HTMLAudioElement) => audio.currentTime);
    await waitFor('the recording plays', played, (seconds) => seconds > 0.3);
    await keepPicture(alice.page, 'call-log');
    expect(await seriousFaults(alice.page)).toEqual([]);
  });
});

describe('[MIS-2] a missed call', () => {
  it('appears by itself, is called back by one click, and closes itself', async () => {
    await alice.page.goto(`${stack.url}/`);
    await alice.page.getByRole('heading', { name: 'Now' }).waitFor();
    const ringing = bobPhone.nextCall();
    alicePhone.onCall({ kind: 'ring' });
    const customer = carrier.callIn({ from: STRANGER, to: '5551000' });
    await (await ringing).ringing;
    await customer.listens(0.5);
    await customer.hangup();
    const [debt] = await waitFor(
      'the debt is there',
      () => debtsOf(STRANGER),
      (debts) => debts.length === 1,
    );
    expect(debt).toMatchObject({ state: 'open', tries: 1 });

    alicePhone.onCall({ kind: 'answer', afterMs: 200 });
    carrier.onOutbound(() => ({ kind: 'answer', afterMs: 300, talkMs: 1_500 }));
    const row = alice.page.getByRole('button', { name: /6 12 20 01 02/ }).first();
    await row.waitFor();
    await keepPicture(alice.page, 'missed-call');
    await row.click();
    await alice.page
      .getByRole('button', { name: /Call back/ })
      .first()
      .click();
    const [closed] = await waitFor(
      'the debt has closed itself',
      () => debtsOf(STRANGER),
      (debts) => debts[0]?.state === 'resolved',
    );
    expect(closed?.resolvedHow).toBe('our-call');
    expect(closed?.resolvedByCallId).toBe((await callsOf(STRANGER)).find((call) => call.direction === 'outbound')?.id);
    await alice.page.goto(`${stack.url}/due`);
    await alice.page.getByText('Nobody waits for a call back').waitFor();
  });
});

describe('[UX-1] the console', () => {
  it('says that the link is lost and catches up by itself', async () => {
    stack.kill9('server');
    await alice.page
      .getByText(/link lost|Live link/i)
      .first()
      .waitFor();
    await keepPicture(alice.page, 'link-lost');
    await waitFor(
      'the server is back',
      () => fetch(`${stack.url}/healthz`).then((answer) => answer.ok),
      Boolean,
      60_000,
    );
    await alice.page.getByText('Live', { exact: true }).first().waitFor();
  });

  it('has no error on any page, and axe finds nothing serious there, at 390 px too', async () => {
    await bob.page.setViewportSize({ width: 390, height: 844 });
    const links = await alice.page
      .getByRole('navigation')
      .first()
      .getByRole('link')
      .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).pathname));
    expect(links.length).toBeGreaterThanOrEqual(3);
    for (const path of links) {
      for (const [desk, size] of [
        [alice, 'wide'],
        [bob, 'phone'],
      ] as const) {
        await desk.page.goto(`${stack.url}${path}`);
        await desk.page.waitForLoadState('networkidle');
        expect(await seriousFaults(desk.page), `${path} ${size}`).toEqual([]);
        await keepPicture(desk.page, `page${path.replaceAll('/', '-')}-${size}`);
      }
    }
    expect([...alice.faults, ...bob.faults]).toEqual([]);
  });
});
