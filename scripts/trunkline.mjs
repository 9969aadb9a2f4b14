/** `npm run trunkline -- <verb>`: administration. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAll, installPackages, requireNode, root } from './bootstrap/prepare.mjs';

requireNode();
await installPackages();
await buildAll();
await import(pathToFileURL(join(root, 'dist', 'scripts', 'trunkline.js')).href);
