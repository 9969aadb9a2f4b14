/** Unpacks the lab's Asterisk into the cache without starting it: for images and for machines prepared beforehand. */
import { installAsterisk } from './pbx-lab/install-asterisk.ts';
import { PbxLabError } from './pbx-lab/pbx-lab-error.ts';

if (process.argv.includes('--help')) {
  process.stdout.write('Unpacks the Asterisk of the PBX lab into the cache (TRUNKLINE_CACHE_DIR, else .cache).\n');
} else {
  try {
    const { version } = await installAsterisk({ log: (line) => process.stdout.write(`${line}\n`) });
    process.stdout.write(`Asterisk ${version} is ready.\n`);
  } catch (error) {
    if (!(error instanceof PbxLabError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
