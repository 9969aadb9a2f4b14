/**
 * A server that dies between writing an attempt and telling the PBX leaves it dialled by nobody. Whoever dials next sends the
 * command again, under the same id: a bridge that has carried it out answers with the first result and does nothing.
 */

import { readContext } from '../campaigns/campaign-context.ts';
import { type DialPlatform, deviceOf, sendDial } from '../campaigns/dial-attempt.usecases.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import { selectUnheard } from './dialer.repository.ts';

/** Not sooner: the first answer is on its way. Not later: a customer is not dialled for an agent who has gone on. */
const soonestMs = 5_000;
const latestMs = 20_000;

/** @param sent ids this process has sent already */
export async function sendAgain(platform: DialPlatform, commands: PbxCommands, sent: Set<string>): Promise<void> {
  const { database, clock, logger } = platform;
  const now = clock.now().getTime();
  const window = { from: new Date(now - latestMs), to: new Date(now - soonestMs) };
  for (const attempt of await selectUnheard(database.sql, window)) {
    if (sent.has(attempt.id)) continue;
    sent.add(attempt.id);
    const context = await readContext(platform, database.sql, attempt.campaign_id);
    if (!context) continue;
    try {
      const at =
        attempt.agent_id === null ? { device: null, bridgeId: null } : await deviceOf(platform, attempt.agent_id);
      await sendDial(platform, commands, { campaign: context.campaign, attempt, ...at });
    } catch (error) {
      logger.warn({ err: error, attemptId: attempt.id }, 'an attempt was not taken by the PBX');
    }
  }
}
