/** Dispositions: the list is the firm's own; one in use is switched off, never deleted, so that the log keeps its words. */
import type { z } from 'zod';
import type { Disposition, dispositionPatchSchema, newDispositionSchema } from '../../contract/calls.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import { conflict, invalid, notFound } from '../../platform/errors/domain-error.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import type { SettingsFacts } from '../settings/settings.events.ts';
import {
  freeHotkey,
  hasLabel,
  hasSubResults,
  lockDispositions,
  nextPosition,
  readDisposition,
  readDispositions,
  writeDisposition,
} from './dispositions.repository.ts';

type Deps = Pick<Platform, 'clock' | 'ids' | 'database' | 'facts'>;

export const listDispositions = (platform: Pick<Platform, 'database'>): Promise<Disposition[]> =>
  readDispositions(platform.database.sql);

/** Adds a disposition at the end of the list. */
export async function createDisposition(
  platform: Deps,
  by: { principal: Principal; ip: string },
  given: z.output<typeof newDispositionSchema>,
): Promise<Disposition> {
  return platform.database.transaction(async (tx) => {
    await lockDispositions(tx);
    const disposition: Disposition = {
      hotkey: null,
      humanAnswered: false,
      contactReached: false,
      sale: false,
      callBack: false,
      doNotCall: false,
      notInterested: false,
      machine: false,
      unworkable: false,
      minSeconds: null,
      maxSeconds: null,
      mainResultId: null,
      active: true,
      ...withoutUndefined(given),
      code: given.code.trim(),
      label: given.label.trim(),
      id: platform.ids('dsp'),
      position: await nextPosition(tx),
    };
    await save(tx, platform, by, null, disposition);
    return disposition;
  });
}

export async function changeDisposition(
  platform: Deps,
  by: { principal: Principal; ip: string },
  id: string,
  patch: z.output<typeof dispositionPatchSchema>,
): Promise<Disposition> {
  return platform.database.transaction(async (tx) => {
    await lockDispositions(tx);
    const before = await readDisposition(tx, id);
    if (!before) throw notFound('dispositions.not_found', 'There is no such disposition.');
    const after = { ...before, ...withoutUndefined(patch), id };
    await save(tx, platform, by, before, after);
    return after;
  });
}

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;

/** One level deep: a part of a result has no parts itself. */
async function checkMain(tx: Tx, { id, mainResultId }: Disposition): Promise<void> {
  if (mainResultId === null) return;
  const refuse = (why: string) =>
    invalid('dispositions.main_invalid', 'The disposition cannot be a part of that one.', { mainResultId: why });
  const main = mainResultId === id ? null : await readDisposition(tx, mainResultId);
  if (!main || main.mainResultId !== null) throw refuse('must be another result that is no part itself');
  if (await hasSubResults(tx, id)) throw refuse('has parts of its own: they would be two levels deep');
}

async function save(
  tx: Tx,
  platform: Deps,
  { principal, ip }: { principal: Principal; ip: string },
  before: Disposition | null,
  after: Disposition,
): Promise<void> {
  if (!/^[a-z0-9][a-z0-9_-]{0,39}$/.test(after.code)) {
    const code = 'is made of small letters, digits, dash and underscore, 40 at most';
    throw invalid('dispositions.invalid', 'The disposition cannot be saved.', { code });
  }
  if (after.label.trim() === '' || after.label.length > 200 || after.label.includes('\0')) {
    throw invalid('dispositions.invalid', 'The disposition cannot be saved.', { label: 'must be 1 to 200 characters' });
  }
  if (after.minSeconds !== null && after.maxSeconds !== null && after.maxSeconds < after.minSeconds) {
    const maxSeconds = 'must not be less than the least';
    throw invalid('dispositions.invalid', 'The disposition cannot be saved.', { maxSeconds });
  }
  await checkMain(tx, after);
  if (after.label !== before?.label && (await hasLabel(tx, after)))
    throw conflict('dispositions.label_taken', `There is a disposition called ${after.label} already.`);
  if (after.hotkey !== null) await freeHotkey(tx, after.hotkey, after.id);
  try {
    await tx.savepoint((sp) => writeDisposition(sp, after));
  } catch (error) {
    if (!isUniqueViolation(error, 'dispositions_code_key')) throw error;
    throw conflict('dispositions.code_taken', `There is a disposition with the code ${after.code} already.`);
  }
  const action = before ? 'disposition.changed' : 'disposition.created';
  await createAudit(platform).record(tx, { principal, action, record: after.id, before, after, ip });
  await platform.facts.append<SettingsFacts>(tx, {
    type: 'settings.changed',
    payload: { what: 'dispositions' },
    subject: 'dispositions',
  });
}
