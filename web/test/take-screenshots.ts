/**
 * Takes a picture of every page into test-artefacts/console (a person looks at them), and fails when axe finds something
 * serious, when the page complains in its console, or when something is wider than the screen.
 * Usage: npm run screenshots -w web [-- part-of-a-name ...]   Needs `npm run build -w web` before and a chromium.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type Picture, pictures } from './pictures.ts';
import { scenes } from './scenes.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

const out = fileURLToPath(new URL('../../test-artefacts/console/', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sizes = {
  wide: { width: 1440, height: 900 },
  middle: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
};

/** Serious faults only; colours and structure are what machines can judge. */
async function audit(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as {
      axe: {
        run: (options: object) => Promise<{
          violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
        }>;
      };
    };
    const { violations } = await run.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      // Menus and tooltips hang at the end of the body, outside of the landmarks, by design.
      rules: { region: { enabled: false } },
    });
    return violations.map(({ id, impact, nodes }) => {
      const where = nodes.slice(0, 4).map(({ html }) => html.slice(0, 140));
      return `${impact} ${id} (${nodes.length}): ${where.join(' | ')} — ${nodes[0]?.failureSummary.slice(0, 260)}`;
    });
  });
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  return tooWide ? [...found, 'wider than the screen'] : found;
}

async function open(
  context: BrowserContext,
  server: ScriptedServer,
  picture: Picture,
  faults: string[],
): Promise<Page> {
  const page = await context.newPage();
  page.on('console', (message) => {
    const expected = /401 \(Unauthorized\)|AudioContext|WebSocket connection/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !expected) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  server.show(picture.scene ? scenes[picture.scene](Date.now()) : null);
  await page.goto(`${server.url}${picture.path ?? '/'}`);
  const landmark = picture.scene ? page.getByRole('navigation').first() : page.getByRole('button').first();
  await landmark.waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForLoadState('networkidle');
  return page;
}

async function take(browser: Browser, server: ScriptedServer, picture: Picture): Promise<string[]> {
  const { name, language = 'en', theme = 'light', width = 'wide' } = picture;
  const context = await browser.newContext({
    viewport: sizes[width],
    colorScheme: theme,
    locale: language,
    timezoneId: 'Europe/Moscow',
    reducedMotion: 'reduce',
    hasTouch: width === 'phone',
  });
  await context.addInitScript((chosen) => localStorage.setItem('PARAGLIDE_LOCALE', chosen), language);
  const faults: string[] = [];
  const page = await open(context, server, picture, faults);
  await picture.act?.(page, server);
  await page.screenshot({ path: join(out, `${name}.${width}.${theme}.${language}.png`), animations: 'disabled' });
  faults.push(...(await audit(page)));
  await context.close();
  return faults;
}

const wanted = process.argv.slice(2);
const chosen = pictures.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
mkdirSync(out, { recursive: true });
const server = await startScriptedServer();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--autoplay-policy=no-user-gesture-required',
  ],
});
let bad = 0;
for (const picture of chosen) {
  const label = `${picture.name} ${picture.width ?? 'wide'} ${picture.theme ?? 'light'} ${picture.language ?? 'en'}`;
  const faults = await take(browser, server, picture).catch((error: unknown) => [String(error)]);
  console.log(faults.length === 0 ? `ok   ${label}` : `BAD  ${label}\n       ${faults.join('\n       ')}`);
  if (faults.length > 0) bad += 1;
}
await browser.close();
await server.stop();
console.log(`${chosen.length} pictures in ${out}, ${bad} with faults`);
process.exit(bad === 0 ? 0 : 1);
