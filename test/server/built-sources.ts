/**
 * What `npm test` has built before the tests of the database: threads and processes of the product start from it. A test
 * that is run alone has nothing built that could be trusted; there they start from source, and compile for seconds.
 */
import path from 'node:path';
import { projectRoot } from '../../server/platform/project-root.ts';
import { takeThreadsFrom } from '../../server/platform/threads.ts';

/** Set by scripts/test.mjs once the build is good: the folder it was built into. */
const builtFolder = process.env.TRUNKLINE_TEST_BUILT;

if (builtFolder) takeThreadsFrom(builtFolder);

/** Arguments of node that run a module of the product: `server/app/start`. */
export const programOf = (name: string): string[] =>
  builtFolder ? [path.join(builtFolder, `${name}.js`)] : ['--import', 'tsx', path.join(projectRoot(), `${name}.ts`)];
