/** Passes leads on that their owner did nothing with. */
import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';
import type { Platform } from '../../platform/platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { giveLeads } from './give-leads.usecases.ts';
import { endTouched, lockTurns, selectUntouched } from './leads.repository.ts';

/** As many at once; the rest a minute later. */
const atOnce = 100;

/**
 * A lead that was left lying goes to somebody who is there and never had it; while nobody is, it stays where it is.
 * @returns how many changed hands
 */
export async function passOnUntouched(platform: Platform): Promise<number> {
  return platform.database.transaction(async (tx) => {
    const { on, untouched } = (await readSettings(platform, tx)).leads;
    if (!on || !untouched.on) return 0;
    const now = platform.clock.now();
    const before = new Date(now.getTime() - untouched.afterMinutes * 60_000);
    await lockTurns(tx);
    await endTouched(tx, before, now);
    const lying = await selectUntouched(tx, { before, most: untouched.most, limit: atOnce });
    const leads = lying.map(({ contactId, agentId, had }) => ({ contactId, except: had, onlyOf: agentId }));
    const round = { why: 'untouched' as const, by: { principal: systemPrincipal }, onlyPresent: true };
    const given = await giveLeads(platform, tx, leads, round);
    return given.filter(({ owner }) => owner !== null).length;
  });
}

export const leadJobs = (platform: Platform) => [
  job({
    name: 'leads.pass-on-untouched',
    schema: z.object({}),
    cron: '* * * * *',
    run: async () => {
      await passOnUntouched(platform);
    },
  }),
];
