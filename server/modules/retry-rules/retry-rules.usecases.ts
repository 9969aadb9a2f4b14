/** Ladders and calling hours that a supervisor edits, and which of them are in force. */
import type { z } from 'zod';
import type {
  CallingHours,
  callingHoursPatchSchema,
  Ladder,
  ladderPatchSchema,
  newLadderSchema,
} from '../../contract/missed-calls.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { checkCallingHours } from './check-calling-hours.ts';
import {
  defaultNeeded,
  hoursInvalid,
  hoursNotFound,
  ladderInUse,
  ladderIsDefault,
  ladderNotFound,
  nameTaken,
  substituteUnknown,
} from './retry-rules.errors.ts';
import type { RetryRuleFacts } from './retry-rules.events.ts';
import {
  countriesTaken,
  insertFirstHours,
  lockHours,
  lockLadder,
  markLadderDeleted,
  readAllHours,
  readLadder,
  readLadders,
  writeHours,
  writeLadder,
} from './retry-rules.repository.ts';

/** A module whose records climb ladders: told when a ladder is about to go. */
export interface LadderUser {
  /** For the refusal: `12 open missed calls`; null when it does not use the ladder. */
  usesOf(sql: Sql, ladderId: string): Promise<string | null>;
  replace(tx: Tx, ladderId: string, substituteId: string): Promise<void>;
}

/** Who asks, and from where: for the audit. */
export interface Asker {
  principal: Principal;
  ip: string | null;
}

const weekday = [{ from: '09:00', until: '20:00' }];
/** Monday to Friday 9 to 20, Saturday 10 to 18, Sunday and the public holidays of the firm's country closed. */
const firstHours = (holidayRegion: string): CallingHours => ({
  id: 'chr_standard',
  name: 'Standard',
  isDefault: true,
  week: [weekday, weekday, weekday, weekday, weekday, [{ from: '10:00', until: '18:00' }], []],
  holidayRegion,
  closedDates: [],
  openDates: [],
  countries: [],
  callsPer30Days: null,
  version: 1,
});

/** All calling hours; the ones a new house begins with are made here, because they need the firm's country. */
export async function listCallingHours(sql: Sql, defaultRegion: string): Promise<CallingHours[]> {
  const known = await readAllHours(sql);
  if (known.length > 0) return known;
  await insertFirstHours(sql, firstHours(defaultRegion));
  return readAllHours(sql);
}

export const listLadders = readLadders;

/** Keeps a ladder from being deleted until the transaction ends; false when there is none. */
export const holdLadder = async (tx: Tx, id: string): Promise<boolean> => (await lockLadder(tx, id)) !== null;

/** The ladder of that id, or the default one when there is none or it was deleted. */
export async function ladderInForce(sql: Sql, id: string | null): Promise<Ladder> {
  const own = id === null ? null : await readLadder(sql, id);
  const ladder = own ?? (await readLadders(sql)).find(({ isDefault }) => isDefault);
  if (!ladder) throw new Error('there is no default retry ladder');
  return ladder;
}

export async function callingHoursInForce(sql: Sql, defaultRegion: string): Promise<CallingHours> {
  const hours = (await listCallingHours(sql, defaultRegion)).find(({ isDefault }) => isDefault);
  if (!hours) throw new Error('there are no default calling hours');
  return hours;
}

type RetryRules = Pick<Platform, 'clock' | 'ids' | 'database' | 'facts' | 'config'>;

async function refuseTakenName<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error, 'retry_ladders_name') || isUniqueViolation(error, 'calling_hours_name')) {
      throw nameTaken(name);
    }
    throw error;
  }
}

async function saveLadder(platform: RetryRules, tx: Tx, asker: Asker, before: Ladder | null, after: Ladder) {
  await writeLadder(tx, after);
  const action = before ? 'retry-ladder.changed' : 'retry-ladder.created';
  await createAudit(platform).record(tx, { ...asker, action, record: after.id, before, after });
  const payload = { ladderId: after.id };
  await platform.facts.append<RetryRuleFacts>(tx, { type: 'retry-ladder.changed', subject: after.id, payload });
}

export async function createLadder(
  platform: RetryRules,
  asker: Asker,
  input: z.output<typeof newLadderSchema>,
): Promise<Ladder> {
  const ladder: Ladder = { ...input, id: platform.ids('ldr'), isDefault: false, version: 1 };
  await refuseTakenName(ladder.name, () =>
    platform.database.transaction((tx) => saveLadder(platform, tx, asker, null, ladder)),
  );
  return ladder;
}

/** Debts that climb the ladder are planned anew by a listener. */
export async function changeLadder(
  platform: RetryRules,
  asker: Asker,
  id: string,
  patch: z.output<typeof ladderPatchSchema>,
): Promise<Ladder> {
  return refuseTakenName(patch.name ?? '', () =>
    platform.database.transaction(async (tx) => {
      const before = await lockLadder(tx, id);
      if (!before) throw ladderNotFound();
      if (before.isDefault && patch.isDefault === false) throw defaultNeeded();
      const after: Ladder = { ...before, ...patch, id, version: before.version + 1 };
      await saveLadder(platform, tx, asker, before, after);
      return after;
    }),
  );
}

async function findSubstitute(tx: Tx, ladderId: string, substituteId: string | null): Promise<Ladder | null> {
  if (substituteId === null) return null;
  const substitute = substituteId === ladderId ? null : await lockLadder(tx, substituteId);
  if (!substitute) throw substituteUnknown();
  return substitute;
}

/** A ladder in use goes only when another one takes its place; the default one never. */
export async function deleteLadder(
  platform: RetryRules,
  users: readonly LadderUser[],
  asker: Asker,
  input: { ladderId: string; substituteId: string | null },
): Promise<void> {
  await platform.database.transaction(async (tx) => {
    const before = await lockLadder(tx, input.ladderId);
    if (!before) throw ladderNotFound();
    if (before.isDefault) throw ladderIsDefault();
    const substitute = await findSubstitute(tx, before.id, input.substituteId);
    if (substitute) {
      for (const user of users) await user.replace(tx, before.id, substitute.id);
    } else {
      const uses: string[] = [];
      for (const user of users) uses.push((await user.usesOf(tx, before.id)) ?? '');
      const named = uses.filter((text) => text !== '');
      if (named.length > 0) throw ladderInUse(named.join(' and '));
    }
    await markLadderDeleted(tx, before.id, platform.clock.now());
    const payload = { ladderId: before.id, substituteId: substitute?.id ?? null };
    await createAudit(platform).record(tx, {
      ...asker,
      action: 'retry-ladder.deleted',
      record: before.id,
      before,
      after: { substituteId: payload.substituteId },
    });
    await platform.facts.append<RetryRuleFacts>(tx, { type: 'retry-ladder.deleted', subject: before.id, payload });
  });
}

async function saveHours(platform: RetryRules, tx: Tx, asker: Asker, before: CallingHours | null, after: CallingHours) {
  const problems = checkCallingHours(after);
  const taken = await countriesTaken(tx, after);
  if (taken.length > 0) problems.countries = `other hours hold for ${taken.join(', ')} already`;
  if (Object.keys(problems).length > 0) throw hoursInvalid(problems);
  await writeHours(tx, after);
  const action = before ? 'calling-hours.changed' : 'calling-hours.created';
  await createAudit(platform).record(tx, { ...asker, action, record: after.id, before, after });
  const payload = { callingHoursId: after.id };
  await platform.facts.append<RetryRuleFacts>(tx, { type: 'calling-hours.changed', subject: after.id, payload });
}

export type HoursPatch = z.output<typeof callingHoursPatchSchema>;

/** What is left out is taken from the hours a new house begins with. */
export async function createCallingHours(
  platform: RetryRules,
  asker: Asker,
  input: HoursPatch & { name: string },
): Promise<CallingHours> {
  // The default ones must be there first: without them nothing says when a missed call is returned.
  await listCallingHours(platform.database.sql, platform.config.defaultRegion);
  const hours: CallingHours = {
    ...firstHours(platform.config.defaultRegion),
    isDefault: false,
    ...input,
    id: platform.ids('chr'),
    version: 1,
  };
  await refuseTakenName(hours.name, () =>
    platform.database.transaction((tx) => saveHours(platform, tx, asker, null, hours)),
  );
  return hours;
}

/** Open debts are moved out of hours that are closed now by a listener. */
export async function changeCallingHours(
  platform: RetryRules,
  asker: Asker,
  id: string,
  patch: HoursPatch,
): Promise<CallingHours> {
  return refuseTakenName(patch.name ?? '', () =>
    platform.database.transaction(async (tx) => {
      const before = await lockHours(tx, id);
      if (!before) throw hoursNotFound();
      if (before.isDefault && patch.isDefault === false) throw defaultNeeded();
      const after: CallingHours = { ...before, ...patch, id, version: before.version + 1 };
      await saveHours(platform, tx, asker, before, after);
      return after;
    }),
  );
}
