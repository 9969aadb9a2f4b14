/** `npm run bench [name] [-- --json FILE]`: measures, as ratios against a bare baseline in the same run. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAll, installPackages, requireNode, root } from './bootstrap/prepare.mjs';
import { findChromium, installSystemPackages } from './bootstrap/system-packages.mjs';

requireNode();
await installPackages();
const words = process.argv.slice(2);
const names = words.filter((word) => !word.startsWith('-'));
const isAsked = words.includes('--help') || words.includes('-h');
if (!isAsked && (names.length === 0 || names.includes('pop'))) await installSystemPackages(['e2e']);
const chromium = findChromium();
if (chromium) process.env.TRUNKLINE_CHROMIUM = chromium;
await buildAll();
await import(pathToFileURL(join(root, 'dist', 'scripts', 'run-bench.js')).href);
