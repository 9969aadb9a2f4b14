/** Firm-wide settings: one row of changes over the defaults of the configuration. */
import { getCountries } from 'libphonenumber-js/max';
import type { z } from 'zod';
import { type Settings, type settingsPatchSchema, settingsSchema } from '../../contract/settings.contract.ts';
import type { Config } from '../../platform/config/config.ts';
import type { Sql } from '../../platform/database/database.ts';
import { invalid } from '../../platform/errors/domain-error.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { defaultSettings, mergeSettings } from './default-settings.ts';
import type { SettingsFacts } from './settings.events.ts';
import { memoryOf } from './settings-memory.ts';

const read = (key: keyof Settings, value: unknown): unknown => settingsSchema.shape[key].safeParse(value).data;

/** Settings in force; those a running server remembers are a few seconds old at most. */
export function readSettings({ config }: Pick<Platform, 'config'>, sql: Sql): Promise<Settings> {
  const stored = () => readStored(config, sql);
  return memoryOf(config)?.recall(stored) ?? stored();
}

async function readStored(config: Config, sql: Sql): Promise<Settings> {
  const [row] = await sql<{ value: unknown }[]>`select value from settings`;
  return mergeSettings(defaultSettings(config.defaultRegion), row?.value, read);
}

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null && /^[A-Z]/.test(zone);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

const countries = new Set<string>(getCountries());

function check(patch: z.output<typeof settingsPatchSchema>): void {
  const fields: Record<string, string> = {};
  if (patch.defaultTimeZone !== undefined && !isZone(patch.defaultTimeZone))
    fields.defaultTimeZone = 'is no time zone; give a name such as Europe/Moscow';
  if (patch.defaultRegion !== undefined && !countries.has(patch.defaultRegion))
    fields.defaultRegion = 'is no country; give two capital letters such as RU';
  if (Object.keys(fields).length > 0) throw invalid('settings.invalid', 'Some settings cannot be used.', fields);
}

/** Changes what is given and leaves the rest. Takes effect with the next call. */
export async function changeSettings(
  platform: Pick<Platform, 'config' | 'clock' | 'ids' | 'database' | 'facts'>,
  { principal, patch, ip }: { principal: Principal; patch: z.output<typeof settingsPatchSchema>; ip: string },
): Promise<Settings> {
  check(patch);
  const { clock, database, facts } = platform;
  return database.transaction(async (tx) => {
    await tx`insert into settings (value, updated_at) values ('{}', ${clock.now()}) on conflict do nothing`;
    await tx`select from settings for update`;
    const before = await readStored(platform.config, tx);
    const after = { ...before, ...patch };
    const [stored] = await tx<{ value: object }[]>`select value from settings`;
    await tx`update settings set value = ${tx.json({ ...stored?.value, ...patch })}, version = version + 1,
      updated_at = ${clock.now()}`;
    const keys = Object.keys(patch) as (keyof Settings)[];
    const only = (settings: Settings) => Object.fromEntries(keys.map((key) => [key, settings[key]]));
    await createAudit(platform).record(tx, {
      principal,
      action: 'settings.changed',
      record: 'settings',
      before: only(before),
      after: only(after),
      ip,
    });
    await facts.append<SettingsFacts>(tx, {
      type: 'settings.changed',
      payload: { what: 'settings' },
      subject: 'settings',
    });
    return after;
  });
}
