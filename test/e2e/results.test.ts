/// <reference lib="dom" />
/** CAM-4: results with parts and with talk they take: set up, given on the desk by keys, counted in the report. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Disposition } from '../../server/contract/calls.contract.ts';
import type { Attempt, Campaign } from '../../server/contract/campaigns.contract.ts';
import { type CampaignHouse, campaignHouse } from '../factories/campaign-house.ts';
import { startTestServer, type TestServer } from '../server/test-server.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const password = 'correct horse battery';
let server: TestServer;
let house: CampaignHouse;
let boss: Desk;
let anna: Desk;
let campaign: Campaign;

beforeAll(async () => {
  const config = { smtpUrl: 'smtp://127.0.0.1:9', mailFrom: 'Example Ltd <office@example.com>' };
  server = await startTestServer({ withJobs: true, config });
  house = await campaignHouse(server);
  boss = await signIn(server.url, { email: house.firm.maria.email, password });
});
afterAll(async () => {
  await Promise.all([boss?.close(), anna?.close()]);
  await server?.close();
});

const results = async () => (await house.firm.admin.get<{ items: Disposition[] }>('/api/dispositions')).body.items;
const named = async (label: string) => (await results()).find((one) => one.label === label);

/** Dark and on a telephone as well: nothing runs out of the screen, and axe finds nothing serious. */
async function look(page: Page, name: string): Promise<void> {
  expect(await seriousFaults(page)).toEqual([]);
  await keepPicture(page, name);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await seriousFaults(page)).toEqual([]);
  await keepPicture(page, `${name}-dark`);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await seriousFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await keepPicture(page, `${name}-narrow-dark`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Anna talks with this person and the call ends; its result is owed. */
async function talk(name: string, number: string): Promise<Attempt> {
  const person = await house.person(name, [number]);
  const made = await house.campaign([person]);
  campaign = made.campaign;
  const { body } = await house.firm.anna.post<{ attempt: Attempt }>('/api/entries/next', {});
  await house.firm.anna.post(`/api/attempts/${body.attempt.id}/dial`, {});
  await house.play(body.attempt, 'talks');
  await house.play(body.attempt, 'ends');
  return body.attempt;
}

describe('[CAM-4] results in the browser', () => {
  it('a part of a result is made, and another result takes its talk; a wrong bound is told at once', async () => {
    const { page } = boss;
    await page.goto(`${server.url}/settings/results`);
    for (const [label, code] of [
      ['Too dear', 'too-dear'],
      ['Has one already', 'has-one'],
    ] as const) {
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByLabel('Name of the result').fill(label);
      await page.getByLabel('Code', { exact: true }).fill(code);
      await page.getByLabel(/^Part of/).click();
      await page.getByRole('option', { name: 'Not interested' }).click();
      await page.getByRole('switch', { name: 'Not interested' }).click();
      if (code === 'too-dear') await look(page, 'results-form');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect.poll(async () => (await named(label))?.mainResultId).toBe('dsp_not_interested');
    }
    await page.getByRole('button', { name: /^1? ?Agreed/ }).click();
    await page.getByLabel('At least, seconds').fill('60');
    await page.getByLabel('At most, seconds').fill('30');
    await page.getByText('The most is less than the least.').first().waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('At most, seconds').fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await named('Agreed'))?.minSeconds).toBe(60);
    await page.getByText('from 60 s of talk').waitFor();
    await page.getByRole('button', { name: 'Move up: Has one already' }).click();
    await expect
      .poll(async () => (await named('Has one already'))!.position < (await named('Too dear'))!.position)
      .toBe(true);
    await look(page, 'results-list');
  });

  it('on the desk a part is given by the key of its result and its place; what does not fit the talk says why', async () => {
    const attempt = await talk('Vera Wood', '+79125550001');
    anna = await signIn(server.url, { email: house.firm.anna.email, password });
    const { page } = anna;
    const agreed = page.getByRole('button', { name: /^Agreed/ });
    await agreed.waitFor();
    expect(await agreed.isDisabled()).toBe(true);
    expect(await agreed.textContent()).toContain('from 60 s of talk');
    await page.getByRole('group', { name: 'Not interested' }).waitFor();
    await look(page, 'results-desk');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('tab', { name: 'Work' }).click();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'results-desk-work-narrow');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.keyboard.press('1');
    await page.getByText(/^The call has \d+ s of talk. This result takes from 60 s of talk.$/).waitFor();
    await page.keyboard.press('5');
    await page.keyboard.press('2');
    const { id } = (await named('Too dear'))!;
    const given = async () =>
      (await house.firm.anna.get<{ items: Attempt[] }>('/api/attempts')).body.items.find((one) => one.id === attempt.id)
        ?.dispositionId;
    await expect.poll(given).toBe(id);
    await page.keyboard.press('z');
    await expect.poll(given).toBeNull();
    await page.getByRole('group', { name: 'Not interested' }).getByRole('button', { name: 'Too dear' }).click();
    await expect.poll(given).toBe(id);
    expect(anna.faults).toEqual([]);
  });

  it('[CAM-11] the report shows parts under their result, and each opens its calls', async () => {
    const { page } = boss;
    await page.goto(`${server.url}/campaigns/${campaign.id}`);
    const bar = page.getByRole('list', { name: 'Not interested' }).getByRole('button', { name: /Too dear/ });
    await bar.waitFor();
    await bar.scrollIntoViewIfNeeded();
    await look(page, 'results-report');
    await page
      .getByRole('button', { name: /^Not interested 1$/ })
      .first()
      .click();
    await page.getByText('Vera Wood').waitFor();
    expect(boss.faults).toEqual([]);
  });

  it('in the log a result that does not fit cannot be chosen, and parts are told with their result', async () => {
    const { page } = boss;
    await page.goto(`${server.url}/calls`);
    await page.getByRole('row').filter({ hasText: 'Vera Wood' }).first().click();
    const field = page.getByLabel(/^Result: /);
    expect(await field.textContent()).toContain('Not interested › Too dear');
    await field.click();
    const agreed = page.getByRole('option', { name: /^Agreed/ });
    await agreed.waitFor();
    expect(await agreed.getAttribute('data-disabled')).not.toBeNull();
    await keepPicture(page, 'results-log');
    await page.keyboard.press('Escape');
  });

  it('[CAM-5] a result gets a letter; one with a hole in it is told at once and not saved', async () => {
    const { page } = boss;
    await page.goto(`${server.url}/campaigns/${campaign.id}`);
    await page.getByRole('checkbox', { name: 'Interested', exact: true }).check();
    await page.getByRole('button', { name: 'Interested: Then…', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Write an e-mail' }).click();
    await page.getByLabel('Write an e-mail: Subject').fill('Our offer');
    const text = page.getByLabel('Write an e-mail: Text');
    await text.fill('Dear {{customer.role}},');
    await page.getByText('Cannot be put in: {{customer.role}}').waitFor();
    const save = page.getByRole('button', { name: 'Save', exact: true });
    expect(await save.isDisabled()).toBe(true);
    await text.fill('Dear {{customer.name}},\n\nhere it is.\n{{agent.name}}');
    await text.scrollIntoViewIfNeeded();
    await look(page, 'results-letter');
    await page.setViewportSize({ width: 390, height: 844 });
    await text.scrollIntoViewIfNeeded();
    await keepPicture(page, 'results-letter-phone');
    await page.setViewportSize({ width: 1440, height: 900 });
    await save.click();
    const rules = async () =>
      (await house.firm.admin.get<Campaign>(`/api/campaigns/${campaign.id}`)).body.results.find(
        ({ dispositionId }) => dispositionId === 'dsp_interested',
      )?.consequences;
    await expect.poll(rules).toEqual([
      {
        kind: 'message',
        subject: 'Our offer',
        text: 'Dear {{customer.name}},\n\nhere it is.\n{{agent.name}}',
        afterSeconds: 600,
      },
    ]);
  });
});
