/** Numbers that must not be called: asked before every call, added from pasted text, taken off and put back. */
import { setImmediate } from 'node:timers/promises';
import { isSupportedCountry } from 'libphonenumber-js/max';
import type { z } from 'zod';
import type { AuditAction } from '../../contract/audit-actions.ts';
import {
  type addDoNotCallSchema,
  type DoNotCall,
  type DoNotCallAdded,
  type doNotCallListQuerySchema,
  type doNotCallPatchSchema,
  mostNamed,
} from '../../contract/do-not-call.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { invalid, notFound } from '../../platform/errors/domain-error.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { digitsOf, normalizePhone } from '../phones/normalize-phone.ts';
import type { SettingsFacts } from '../settings/settings.events.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import {
  type DoNotCallRow,
  hasNumber,
  insertNumbers,
  lockNumber,
  putBack,
  type Search,
  selectByIds,
  selectPage,
  selectRemoved,
  takeOff,
  updateReason,
} from './do-not-call.repository.ts';
import { type PastedNumbers, readInPieces } from './read-pasted-numbers.ts';

export interface By {
  principal: Principal;
  ip: string;
}

/** Of a long text others are served in between. */
async function readPaste(text: string, region: string): Promise<PastedNumbers> {
  const reading = readInPieces(text, region);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
    await setImmediate();
  }
}

/** True when nobody may be called at this number, whoever has it. */
export const isOnDoNotCallList = (sql: Sql, e164: string): Promise<boolean> => hasNumber(sql, e164);

const gone = () => notFound('do_not_call.not_found', 'There is no such number on the list.');

const unknownRegion = () =>
  invalid('do_not_call.unknown_region', 'There is no such country.', {
    region: 'must be the two letters of a country',
  });

const toItem = (row: DoNotCallRow): DoNotCall => ({
  id: row.id,
  number: row.e164,
  reason: row.reason,
  addedAt: row.added_at.toISOString(),
  addedBy: row.added_by,
});

/** By id, those that were taken off too: the audit tells of them. */
export async function readDoNotCall(sql: Sql, ids: readonly string[]): Promise<Map<string, DoNotCall>> {
  const rows = [...(await selectRemoved(sql, ids)), ...(await selectByIds(sql, ids))];
  return new Map(rows.map((row) => [row.id, toItem(row)]));
}

function searchOf(text: string | undefined, region: string): Search | null {
  if (!text) return null;
  const number = normalizePhone(text, region);
  const digits = digitsOf(text);
  const isWords = /\p{L}/u.test(text);
  return {
    e164: number.ok && !isWords ? number.e164 : null,
    digits: digits.length > 0 && !isWords ? digits : null,
    words: text,
  };
}

export async function listDoNotCall(
  platform: Platform,
  { search, cursor, limit }: z.output<typeof doNotCallListQuerySchema>,
): Promise<Page<DoNotCall>> {
  const { sql } = platform.database;
  const { defaultRegion } = await readSettings(platform, sql);
  const [at, last] = cursorOf(cursor, 2) ?? [];
  const after = at && last && !Number.isNaN(Date.parse(at)) ? ([at, last] as const) : null;
  const rows = await selectPage(sql, { search: searchOf(search, defaultRegion), after, limit });
  return pageOf(rows, limit, ({ added_at, id }) => [added_at.toISOString(), id], toItem);
}

async function tell({ facts }: Pick<Platform, 'facts'>, tx: Tx): Promise<void> {
  const payload = { what: 'do-not-call' };
  await facts.append<SettingsFacts>(tx, { type: 'settings.changed', payload, subject: 'do-not-call' });
}

const kept = ({ number, reason }: DoNotCall) => ({ number, reason });

/** Adds the numbers of a text. From this moment on nobody dials them: lists, campaigns and click to call ask here. */
export async function addDoNotCall(
  platform: Platform,
  { body, ...by }: By & { body: z.output<typeof addDoNotCallSchema> },
): Promise<DoNotCallAdded> {
  const { database, clock, ids } = platform;
  const region = body.region ?? (await readSettings(platform, database.sql)).defaultRegion;
  if (!isSupportedCountry(region)) throw unknownRegion();
  const { numbers, repeated, unreadable } = await readPaste(body.text, region);
  const added = await database.transaction(async (tx) => {
    const rows = numbers.map((e164) => ({ id: ids('dnc'), e164 }));
    const more = { reason: body.reason, addedAt: clock.now(), addedBy: by.principal.name };
    const inserted = await insertNumbers(tx, rows, more);
    if (inserted.length === 0) return 0;
    const records = inserted.map((row) => ({ record: row.id, after: kept(toItem(row)) }));
    await createAudit(platform).recordMany(tx, { ...by, action: 'do-not-call.created' }, records);
    await tell(platform, tx);
    return inserted.length;
  });
  return {
    added,
    alreadyThere: numbers.length - added,
    repeated,
    unreadable: unreadable.length,
    lines: unreadable.slice(0, mostNamed),
  };
}

type Change = { action: AuditAction; id: string; before?: DoNotCall; after?: DoNotCall };

async function note(platform: Platform, tx: Tx, by: By, { action, id, before, after }: Change): Promise<void> {
  const values = { ...(before && { before: kept(before) }), ...(after && { after: kept(after) }) };
  await createAudit(platform).record(tx, { ...by, action, record: id, ...values });
  await tell(platform, tx);
}

export async function changeDoNotCall(
  platform: Platform,
  { id, patch, ...by }: By & { id: string; patch: z.output<typeof doNotCallPatchSchema> },
): Promise<DoNotCall> {
  return platform.database.transaction(async (tx) => {
    const row = await lockNumber(tx, id);
    if (!row) throw gone();
    const before = toItem(row);
    const after = { ...before, reason: patch.reason ?? before.reason };
    if (after.reason === before.reason) return before;
    await updateReason(tx, id, after.reason);
    await note(platform, tx, by, { action: 'do-not-call.changed', id, before, after });
    return after;
  });
}

/** Takes a number off the list: it may be called again, unless a person who has it asked not to be called. */
export async function deleteDoNotCall(platform: Platform, { id, ...by }: By & { id: string }): Promise<void> {
  await platform.database.transaction(async (tx) => {
    const row = await lockNumber(tx, id);
    if (!row) throw gone();
    await takeOff(tx, row, platform.clock.now());
    await note(platform, tx, by, { action: 'do-not-call.deleted', id, before: toItem(row) });
  });
}

/** Puts a number back as it was, with the day on which it came first. */
export async function restoreDoNotCall(platform: Platform, { id, ...by }: By & { id: string }): Promise<DoNotCall> {
  return platform.database.transaction(async (tx) => {
    const back = await putBack(tx, id);
    if (!back) throw gone();
    const after = toItem(back.row);
    if (back.isNew) await note(platform, tx, by, { action: 'do-not-call.restored', id, after });
    return after;
  });
}
