/** Writes docs/configuration.md from the table of variables: npx tsx scripts/document-configuration.ts */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { configTable } from '../server/platform/config/config.ts';
import { configTableMarkdown } from '../server/platform/config/define-config.ts';
import { projectRoot } from '../server/platform/project-root.ts';

const file = path.join(projectRoot(), 'docs', 'configuration.md');
const text = `# Configuration

Everything is set by environment variables; nothing has to be set. A wrong value ends the start with one line that names
the variable. This file is made by \`npx tsx scripts/document-configuration.ts\`.

${configTableMarkdown(configTable)}`;
if (process.argv.includes('--help')) process.stdout.write('Writes docs/configuration.md.\n');
else writeFileSync(file, text);
