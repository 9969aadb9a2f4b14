/** Writes docs/configuration.md from the table of variables: npx tsx scripts/document-configuration.ts */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bridgeSettings } from '../pbx-bridge/config.ts';
import { configTable } from '../server/platform/config/config.ts';
import { configTableMarkdown } from '../server/platform/config/define-config.ts';
import { projectRoot } from '../server/platform/project-root.ts';

type Setting = (typeof bridgeSettings)[number];

const row = ({ name, doc, allowed, default: value }: Setting) =>
  `| ${name} | ${doc} | ${value === null ? '' : `\`${value}\``} | ${allowed} |\n`;
const table = (settings: readonly Setting[]) =>
  `| variable | meaning | default | allowed |\n|---|---|---|---|\n${settings.map(row).join('')}`;

const file = path.join(projectRoot(), 'docs', 'configuration.md');
const text = `# Configuration

Everything is set by environment variables; nothing has to be set. A wrong value ends the start with one line that names
the variable. This file is made by \`npx tsx scripts/document-configuration.ts\`.

${configTableMarkdown(configTable)}
## The bridge
\`npm start\` sets AMI_URL, SERVER_URL, BRIDGE_TOKEN and DATA_DIR of the bridge it runs; a bridge that is started apart
(\`node dist/pbx-bridge/start.js\`, next to its PBX) is given them.

${table(bridgeSettings)}
## Only with the lab, and for tests
| variable | meaning | default |
|---|---|---|
| DEMO_CALL_SECONDS | Mean seconds between two calls of the demonstration, 0 for none | \`8\` |
| TRUNKLINE_CACHE_DIR | Where the lab's Asterisk is kept | \`.cache\` |
| TRUNKLINE_CHROMIUM | Browser of the browser tests; not set: the one that is installed | |
`;
if (process.argv.includes('--help')) process.stdout.write('Writes docs/configuration.md.\n');
else writeFileSync(file, text);
