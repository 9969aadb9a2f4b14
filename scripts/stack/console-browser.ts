import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** What a headless Chromium needs as root on a machine without network, and to play sound without a person's gesture. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

export type BrowserLook = {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  /** The program; default: the one that TRUNKLINE_CHROMIUM names. */
  chromium?: string | undefined;
};

/** A Chromium of its own with an empty profile and one page. */
export type ConsoleBrowser = { page: Page; context: BrowserContext; close(): Promise<void> };

export async function openBrowser(look: BrowserLook = {}): Promise<ConsoleBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'trunkline-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: look.chromium ?? process.env.TRUNKLINE_CHROMIUM,
    headless: true,
    args: flags,
    locale: 'en-GB',
    colorScheme: look.theme ?? 'light',
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
  });
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Signs in through the form as a person does; resolves at the desk, with the live link up. */
export async function signInAtForm(page: Page, url: string, who: { email: string; password: string }): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Now' }).waitFor();
  await page.getByText('Live', { exact: true }).first().waitFor();
}
