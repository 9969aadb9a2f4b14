/** `npm start`: installs, builds when stale, then hands over to the supervisor (start-trunkline.ts). */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAll, installPackages, requireNode, root } from './bootstrap/prepare.mjs';

requireNode();
await installPackages();
await buildAll();
await import(pathToFileURL(join(root, 'dist', 'scripts', 'start-trunkline.js')).href);
