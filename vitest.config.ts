import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/**
 * Projects, told apart by where a test lives, so that each can be run alone:
 * `npx vitest run --project unit`. What each needs is set up by its own helpers.
 */
const project = (name: string, include: string[], extra: Record<string, unknown> = {}) => ({
  test: {
    name,
    include,
    exclude: ['**/node_modules/**', '**/dist/**'],
    // A fact is waited for; the limit only turns one that never comes into a failure, also on a busy machine.
    expect: { poll: { timeout: 20_000, interval: 25 } },
    // A failure says the whole of what it found: the one of a storm is not to be had again.
    chaiConfig: { truncateThreshold: 0 },
    ...extra,
  },
});

/** The console's controllers (`.svelte.ts`) hold runes, which the Svelte compiler takes out; they are tested without a DOM. */
const consoleSources = {
  plugins: [svelte({ configFile: false })],
  resolve: {
    alias: {
      $lib: fileURLToPath(new URL('./web/src/lib', import.meta.url)),
      $contract: fileURLToPath(new URL('./server/contract', import.meta.url)),
    },
  },
};

const onTelephones = { testTimeout: 180_000, hookTimeout: 180_000 };
const withTelephones = ['test/e2e/{desk,keyboard,campaigns,campaign-desk,campaign-lists}.test.ts'];
const inBrowser = {
  globalSetup: ['test/database/global-setup.ts'],
  testTimeout: 120_000,
  hookTimeout: 180_000,
};

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        ...consoleSources,
        ...project(
          'unit',
          [
            '{pbx-bridge,server,scripts}/**/*.test.ts',
            'web/src/**/*.test.ts',
            'test/architecture/**/*.test.ts',
            'test/traces/**/*.test.ts',
          ],
          {
            exclude: ['**/node_modules/**', '**/dist/**', '**/*.db.test.ts', '**/*.lab.test.ts'],
            globalSetup: ['web/test/compile-messages.ts'],
            setupFiles: ['test/fixed-seed.ts'],
            testTimeout: 30_000,
            // Pure code has no state that a file could leave behind; loading it anew for each took as long as the tests.
            isolate: false,
            maxWorkers: 2,
            // Icons are components: they must pass the Svelte compiler as well.
            server: { deps: { inline: [/@lucide\/svelte/] } },
          },
        ),
      },
      project('database', ['{pbx-bridge,server,scripts}/**/*.db.test.ts', 'test/server/**/*.test.ts'], {
        globalSetup: ['test/database/global-setup.ts'],
        setupFiles: ['test/fixed-seed.ts', 'test/server/built-sources.ts'],
        testTimeout: 30_000,
        hookTimeout: 60_000,
        // Loading the whole server anew for each file took as long as a third of the tests.
        isolate: false,
        maxWorkers: 2,
      }),
      // Stories and storms wait for telephones most of their time, each file on a PBX of its own; storms have the machine to themselves.
      project('lab', ['{scripts,pbx-bridge}/**/*.lab.test.ts', 'test/lab/*.test.ts'], {
        ...onTelephones,
        maxWorkers: 2,
      }),
      project('storm', ['test/lab/storm/*.test.ts'], { ...onTelephones, maxWorkers: 2 }),
      // Telephones that ring have the machine to themselves, two PBXs at a time; so do pages that only talk with the server.
      project('e2e', withTelephones, { ...inBrowser, maxWorkers: 2 }),
      project('pages', ['test/e2e/**/*.test.ts'], {
        ...inBrowser,
        exclude: ['**/node_modules/**', ...withTelephones],
        maxWorkers: 2,
      }),
    ],
  },
});
