import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { findChromium } from '../../scripts/bootstrap/system-packages.mjs';
import { type BrowserLook, openBrowser, signInAtForm } from '../../scripts/stack/console-browser.ts';

const artefacts = fileURLToPath(new URL('../../test-artefacts/e2e/', import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export type Desk = { page: Page; context: BrowserContext; faults: string[]; close(): Promise<void> };

/** A browser of its own, signed in through the form as a person does. Page errors are kept in `faults`. */
export async function signIn(
  url: string,
  who: { email: string; password: string },
  look: BrowserLook = {},
): Promise<Desk> {
  const browser = await openBrowser({ chromium: findChromium(), ...look });
  const { page } = browser;
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`${new URL(page.url()).pathname}: ${error.stack ?? error.message}`));
  await signInAtForm(page, url, who);
  return { ...browser, faults };
}

/** A picture kept as an artefact, for a person to look at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true });
  await page.screenshot({ path: join(artefacts, `${name}.png`) });
}

/** What axe calls serious or critical on this page. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Half faded in nothing has its colours yet. What never ends is not waited for.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(ending.map(({ finished }) => finished.catch(() => undefined)));
  });
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map(({ html }) => html.slice(0, 160))
            .slice(0, 3)
            .join(' | ')}`,
      );
  });
}

/** A condition in the filter of a list, written from the keyboard: F, the field by typing, the comparison, the value. */
export async function addCondition(
  page: Page,
  { field, is, value }: { field: string; is: string; value: string },
): Promise<void> {
  await page.keyboard.press('f');
  const chooser = page.getByRole('combobox', { name: 'Field' }).first();
  // It has the keyboard, or what is typed next would go elsewhere.
  await expect.poll(() => chooser.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.type(field);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('[aria-label^="Condition:"]').click();
  await page.getByRole('option', { name: is }).click();
  await page.getByLabel(`${field}: Value`).fill(value);
}
