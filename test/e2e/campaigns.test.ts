/// <reference lib="dom" />
/** CAM: a supervisor makes a campaign in the browser; an operator works its entries by keyboard, on a real Asterisk. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Carrier, createCarrier } from '../../scripts/pbx-lab/phone/carrier.ts';
import { createPhone, type Phone } from '../../scripts/pbx-lab/phone/phone.ts';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { CallList } from '../../server/contract/call-lists.contract.ts';
import type { Attempt, Campaign } from '../../server/contract/campaigns.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import { saleScript } from '../factories/scripts.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const password = 'a-long-enough-password';
const people = ['Vera Wood', 'Oleg Stone', 'Maria Field', 'Ivan Silent'];
const numberOf = (index: number) => `+3361220${String(3_001 + index)}`;
let stack: Stack;
let carrier: Carrier;
let phone: Phone;
let boss: Desk;
let alice: Desk;

beforeAll(async () => {
  stack = await startStack();
  const { api, lab } = stack;
  const open = [{ from: '00:00', until: '24:00' }];
  const week = [open, open, open, open, open, open, open];
  await api.post('calling-hours', { name: 'Always', week, holidayRegion: null, closedDates: [], openDates: [] });
  await api.post('agents', {
    name: 'Alice',
    email: 'alice@example.com',
    password,
    interface: 'PJSIP/101',
    role: 'operator',
  });
  await api.post('users', { name: 'Boss', email: 'boss@example.com', password, role: 'supervisor' });
  for (const [index, name] of people.entries()) {
    await api.post('contacts', { name, lifecycle: 'lead', phones: [{ raw: numberOf(index) }] });
  }
  await api.post('contacts', { name: 'No Number', lifecycle: 'lead' });
  const filter = { all: [{ field: 'lifecycle', is: 'any-of', value: ['lead'] }] };
  await api.post('segments', { name: 'All leads', record: 'contact', shared: 'everybody', filter });
  await api.post('scripts', { ...saleScript, publish: true });
  phone = await createPhone({ lab, extension: '101' });
  await phone.register();
  phone.onCall({ kind: 'answer', afterMs: 100 });
  carrier = await createCarrier({ lab });
  boss = await signIn(stack.url, { email: 'boss@example.com', password });
  alice = await signIn(stack.url, { email: 'alice@example.com', password });
});
afterAll(async () => {
  await Promise.all([boss?.close(), alice?.close()]);
  await Promise.all([phone, carrier].map((one) => one?.close()));
  await stack?.stop();
});

const attempts = async () => (await stack.api.get<{ items: Attempt[] }>('attempts?limit=200')).items;
const person = async (name: string) => {
  const { items } = await stack.api.get<{ items: Contact[] }>(`contacts?q=${encodeURIComponent(name)}`);
  return items[0]!;
};

describe('[CAM-1] a supervisor', () => {
  it('makes a campaign with a list from a segment, says who was left out, and starts it', async () => {
    const { page } = boss;
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByText('No campaigns yet').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'New campaign' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Autumn offer');
    await page.getByRole('combobox', { name: 'Who calls' }).click();
    await page.keyboard.type('Ali');
    await page.getByRole('option', { name: 'Alice' }).click();
    await page.getByLabel(/^Calling hours/).click();
    await page.getByRole('option', { name: 'Always' }).click();
    await page.getByLabel(/^Script/).click();
    await page.getByRole('option', { name: saleScript.name }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Autumn offer' }).waitFor();

    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText(/cannot start yet/).waitFor();
    await page.getByRole('button', { name: 'Add a list' }).click();
    await page.getByLabel(/^From the segment/).click();
    await page.getByRole('option', { name: 'All leads' }).click();
    await page.getByText('4 of 5 people would be called').waitFor();
    await page.getByText('1 no telephone number').waitFor();
    await keepPicture(page, 'campaign-new-list');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Add a list' }).click();
    await page.getByText(/4 to call/).waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('Running').first().waitFor();
    await keepPicture(page, 'campaign-running');
    expect(await seriousFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'campaign-running-phone-dark');
    expect(await seriousFaults(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});

describe('[CAM-2] an operator, by keyboard only', () => {
  it('[CAM-4] gets the next person, dials, gives the result that a reload cannot get past', async () => {
    const { page } = alice;
    carrier.onOutbound(() => ({ kind: 'answer', afterMs: 200, talkMs: 1_500 }));
    await page.getByRole('button', { name: 'Next call' }).waitFor();
    await page.keyboard.press('q');
    await page.getByRole('button', { name: 'Give back' }).waitFor();
    const name = people.find((one) => one === 'Vera Wood')!;
    await page.getByRole('heading', { name }).waitFor();
    await keepPicture(page, 'campaign-entry');
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('q');
    await page.getByText(`Good day, ${name}! This is Alice.`).waitFor();
    await keepPicture(page, 'campaign-script-on-the-desk');
    await page.getByText('Give the result').waitFor();

    await page.reload();
    await page.getByText('Give the result').waitFor();
    await page.keyboard.press('q');
    expect((await attempts()).length, 'nobody else is given').toBe(1);
    await page.getByText('A result is missing').first().waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('A result is missing').first().waitFor();
    await keepPicture(page, 'campaign-result-owed');
    await page.keyboard.press('5');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Next call' }).waitFor();
    expect(await attempts()).toMatchObject([{ state: 'ended', outcome: 'answered', dispositionBy: 'agent' }]);
  });

  it('"do not call" takes effect, and what the telephone saw needs no result', async () => {
    const { page } = alice;
    await page.keyboard.press('q');
    await page.getByRole('heading', { name: 'Oleg Stone' }).waitFor();
    await page.keyboard.press('q');
    await page.getByText('Give the result').waitFor();
    await page.keyboard.press('9');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Next call' }).waitFor();
    await waitFor(
      'the number is marked',
      () => person('Oleg Stone'),
      (found) => found.phones.every(({ doNotCall }) => doNotCall),
    );

    carrier.onOutbound(() => ({ kind: 'reject', status: 486 }));
    await page.keyboard.press('q');
    await page.getByRole('heading', { name: 'Maria Field' }).waitFor();
    await page.keyboard.press('q');
    await waitFor('it was busy', attempts, (all) => all.some(({ outcome }) => outcome === 'busy'));
    await page.getByRole('button', { name: 'Next call' }).waitFor();
    expect(alice.faults).toEqual([]);
  });

  it('[CAM-9] a pause of the supervisor ends it within a second, and the desk says so', async () => {
    const { page } = alice;
    await page.keyboard.press('q');
    await page.getByRole('heading', { name: 'Ivan Silent' }).waitFor();
    await boss.page.getByRole('button', { name: 'Pause' }).click();
    await boss.page.getByText('Paused').first().waitFor();
    await page.keyboard.press('q');
    await page.getByText(/does not run any more/).waitFor();
    await page.getByRole('button', { name: 'Give back' }).click();
    await page.getByRole('button', { name: 'Next call' }).waitFor({ state: 'detached' });
    const { items } = await stack.api.get<{ items: Campaign[] }>('campaigns');
    expect(items).toMatchObject([{ name: 'Autumn offer', state: 'paused' }]);
    expect([...alice.faults, ...boss.faults]).toEqual([]);
  });
});

describe('[CAM-8] the people of a list', () => {
  it('stand in the order of their turn, each with why; one is taken off and put back', async () => {
    const { page } = boss;
    await page
      .getByRole('region', { name: 'Call lists' })
      .getByRole('button', { name: 'All leads', exact: true })
      .click();
    const sheet = page.getByRole('dialog', { name: 'All leads' });
    const row = (name: string) => sheet.getByRole('listitem').filter({ has: page.getByRole('link', { name }) });
    await row('Maria Field').getByText('Again after “Busy”').waitFor();
    await row('Ivan Silent').getByRole('button', { name: 'Why not now?' }).click();
    await row('Ivan Silent').getByText('The campaign does not run').waitFor();
    await sheet
      .getByRole('tab', { name: /^To call/ })
      .getByText('2')
      .waitFor();
    await keepPicture(page, 'campaign-people');
    expect(await page.evaluate(() => document.scrollingElement!.scrollTop), 'the frame stands still').toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    await row('Ivan Silent').getByRole('button', { name: 'Take off' }).click();
    await row('Ivan Silent').getByText('Taken off by hand').waitFor();
    await row('Ivan Silent').getByRole('button', { name: 'Call again' }).click();
    await row('Ivan Silent').getByRole('button', { name: 'Take off' }).waitFor();
    await sheet.getByRole('tab', { name: /^Done/ }).click();
    await row('Oleg Stone')
      .getByText(/“.+” ends it|Asked not to be called/)
      .waitFor();
    await sheet.getByRole('tab', { name: /^Left out/ }).click();
    await row('No Number').getByText('no telephone number').waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(boss.faults).toEqual([]);
  });
});

describe('[CAM-11] the report of a campaign', () => {
  it('counts what was done, and every figure opens its calls', async () => {
    const { page } = boss;
    const [campaign] = (await stack.api.get<{ items: Campaign[] }>('campaigns')).items;
    await stack.api.patch(`campaigns/${campaign!.id}`, { goal: { what: 'contacts', count: 4 } });
    await page.reload();
    const report = page.getByRole('region', { name: 'What came of it' });
    await report.getByRole('button', { name: /Busy/ }).waitFor();
    await report.getByText('2 of 4').waitFor();
    await report.getByRole('img', { name: /Calls in each hour/ }).waitFor();
    expect(await report.getByRole('table', { name: 'By hour of the day' }).getByRole('row').count()).toBeGreaterThan(1);
    expect(await report.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('50');
    await keepPicture(page, 'campaign-report');
    expect(await seriousFaults(page)).toEqual([]);
    await report.getByRole('button', { name: /Busy/ }).click();
    const rows = page.getByRole('dialog', { name: 'Busy' });
    await rows.getByRole('link', { name: 'Maria Field' }).waitFor();
    expect(await rows.getByRole('listitem').count()).toBe(1);
    await keepPicture(page, 'campaign-report-rows');
    expect(await seriousFaults(page)).toEqual([]);
    await rows.getByRole('button', { name: 'To a call list' }).click();
    await rows.getByText('1 of 1 people would be called').waitFor({ state: 'hidden' });
    await rows.getByText('0 of 1 people would be called').waitFor();
    await rows.getByText('1 in another campaign').waitFor();
    await rows.getByRole('switch', { name: /in another campaign/ }).click();
    await rows.getByText('1 of 1 people would be called').waitFor();
    await keepPicture(page, 'campaign-report-to-list');
    expect(await seriousFaults(page)).toEqual([]);
    await rows.getByRole('button', { name: 'Make the list' }).click();
    await rows.waitFor({ state: 'detached' });
    const named = async () => (await stack.api.get<{ items: CallList[] }>('call-lists')).items;
    await waitFor('the list is filled', named, (all) =>
      all.some(({ name, entries }) => name === 'Autumn offer: Busy' && entries.open === 1),
    );
    await report.getByRole('button', { name: 'All leads', exact: true }).click();
    await page.getByRole('dialog', { name: 'All leads' }).getByRole('link', { name: 'Maria Field' }).waitFor();
    await page.keyboard.press('Escape');
    await report.getByText('Answers to the script').click();
    await report.getByText('Nothing was answered in calls').waitFor();
    await report.getByRole('button', { name: 'Alice' }).scrollIntoViewIfNeeded();
    await keepPicture(page, 'campaign-report-lists-agents');
    expect(await seriousFaults(page)).toEqual([]);
    await report.getByRole('button', { name: 'Alice' }).click();
    await page.getByRole('dialog', { name: 'Alice' }).getByRole('link', { name: 'Oleg Stone' }).waitFor();
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'campaign-report-phone-dark');
    expect(await seriousFaults(page)).toEqual([]);
    expect(boss.faults).toEqual([]);
  });
});

describe('[CAM-1] the log of calls', () => {
  it('gives the people of its calls, found or selected, to a call list', async () => {
    await stack.api.post('users', { name: 'Chief', email: 'chief@example.com', password, role: 'administrator' });
    const chief = await signIn(stack.url, { email: 'chief@example.com', password });
    const { page } = chief;
    await page.goto(`${stack.url}/calls?outcome=busy`);
    await page.getByRole('row').filter({ hasText: 'Maria Field' }).waitFor();
    await page.getByRole('button', { name: 'To a call list' }).click();
    const sheet = page.getByRole('dialog', { name: 'To a call list' });
    await sheet.getByText('of 1 people would be called').waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await page.goto(`${stack.url}/calls`);
    await page.getByRole('row').filter({ hasText: 'Oleg Stone' }).getByRole('checkbox').click();
    await page.getByRole('row').filter({ hasText: 'Vera Wood' }).getByRole('checkbox').click();
    await page.getByRole('toolbar').getByRole('button', { name: 'To a call list' }).click();
    await sheet.getByText('of 2 people would be called').waitFor();
    await keepPicture(page, 'call-log-to-list');
    expect(chief.faults).toEqual([]);
    await chief.close();
  });
});

describe('[CAM-9] a supervisor who changes their mind', () => {
  it('loses nothing typed when the campaign goes on; makes a template, a campaign like it, and deletes that', async () => {
    const { page } = boss;
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1440, height: 900 });
    const name = page.getByLabel('Name', { exact: true });
    await name.fill('Winter offer');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect(await name.inputValue()).toBe('Winter offer');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Winter offer' }).waitFor();

    const result = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('checkbox', { name: 'Not interested', exact: true }) });
    await result.getByRole('checkbox').check();
    await result.getByRole('button', { name: 'Not interested: Then…' }).click();
    await page.getByRole('menuitem', { name: 'Make a task' }).click();
    await result.getByRole('textbox', { name: 'Make a task: What is to be done' }).fill('Ask again in spring');
    await result.getByRole('button', { name: 'Not interested: Then…' }).click();
    await page.getByRole('menuitem', { name: 'Change the stage' }).click();
    await keepPicture(page, 'campaign-consequences');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const results = async () => (await stack.api.get<{ items: Campaign[] }>('campaigns')).items[0]!.results;
    await waitFor('the rules are saved', results, (rules) => rules.length > 0);
    expect(await results()).toMatchObject([
      { consequences: [{ kind: 'task', title: 'Ask again in spring', afterSeconds: 86_400 }, { kind: 'lifecycle' }] },
    ]);

    await page.getByRole('button', { name: 'Save as a template' }).click();
    await page.getByText('Winter offer (template) is a template now').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('button', { name: 'Templates' }).click();
    await page.getByRole('menuitem', { name: 'New campaign like this' }).waitFor();
    await keepPicture(page, 'campaign-templates');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'New campaign like this' }).click();
    await page.getByRole('heading', { name: 'New campaign' }).waitFor();
    await page.getByText('Alice').first().waitFor();
    await page.getByRole('button', { name: 'Delete the campaign' }).click();
    await page.getByText(/Delete it for good/).waitFor();
    await keepPicture(page, 'campaign-delete');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Delete the campaign' }).click();
    await page.getByText('New campaign is deleted').waitFor();
    await page.getByRole('button', { name: /Winter offer/ }).waitFor();
    const { items } = await stack.api.get<{ items: Campaign[] }>('campaigns');
    expect(items).toMatchObject([{ name: 'Winter offer', state: 'running', agentIds: [expect.any(String)] }]);
    expect(boss.faults).toEqual([]);
  });
});
