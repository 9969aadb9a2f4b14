/** Table of the measures of `npm run bench`, in the order in which they run. */
import { base } from './base.ts';
import type { Bench } from './bench.ts';
import { campaigns } from './campaigns.ts';
import { importing } from './import.ts';
import { ingest } from './ingest.ts';
import { lookup } from './lookup.ts';
import { originate } from './originate.ts';
import { pacing } from './pacing.ts';
import { pop } from './pop.ts';
import { server } from './server.ts';

export const benches: readonly Bench[] = [ingest, lookup, base, importing, pop, server, pacing, campaigns, originate];
