/** Every right has a sentence in the console: an administrator who makes a role reads words, not names of code. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { permissionNames } from '../../server/modules/access/permissions.ts';

test('[ACC-1] every right of the table has words (web/src/lib/rights/permission-words.ts, messages/*/rights.json)', () => {
  const words = readFileSync(new URL('../../web/src/lib/rights/permission-words.ts', import.meta.url), 'utf8');
  expect(permissionNames.filter((name) => !words.includes(`'${name}': m.`))).toEqual([]);
});
