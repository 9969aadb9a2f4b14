/** `npm run bench [name] [-- --json FILE]`: measures, as ratios against a bare baseline in the same run. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAll, installPackages, requireNode, root } from './bootstrap/prepare.mjs';

requireNode();
await installPackages();
await buildAll();
await import(pathToFileURL(join(root, 'dist', 'scripts', 'run-bench.js')).href);
