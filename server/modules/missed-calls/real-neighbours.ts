/** The neighbours of missed calls as they truly are: usecases of the modules below. */
import type { Platform } from '../../platform/platform.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { readCallForServer, readCallsWith } from '../calls/calls-for-others.usecases.ts';
import { readPeople, resolveEffectiveZone } from '../contacts/contact-refs.usecases.ts';
import { findMatches } from '../contacts/find-matches.usecases.ts';
import { readQueueSettings } from '../queues/queues.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import type { MissedCallNeighbours } from './missed-call-neighbours.ts';

export const realMissedCallNeighbours = (platform: Pick<Platform, 'config' | 'clock'>): MissedCallNeighbours => ({
  settings: (sql) => readSettings(platform, sql),
  findCall: readCallForServer,
  callsWith: readCallsWith,
  people: readPeople,
  contactOf: async (sql, e164) => (await findMatches(platform, sql, { e164 })).contactId,
  timeZoneOf: async (sql, customer) => (await resolveEffectiveZone(platform, sql, customer)).zone,
  agents: readAgentRecords,
  queue: async (sql, { bridgeId, name }) => (await readQueueSettings(sql, [name], bridgeId)).get(name) ?? null,
});
