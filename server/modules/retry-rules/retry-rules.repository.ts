/** SQL of ladders and calling hours. */
import type { CallingHours, Ladder } from '../../contract/missed-calls.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';

interface LadderRow {
  id: string;
  name: string;
  steps: Ladder['steps'];
  max_per_day: number;
  is_default: boolean;
  version: number;
}

const toLadder = (row: LadderRow): Ladder => ({
  id: row.id,
  name: row.name,
  steps: row.steps,
  isDefault: row.is_default,
  maxPerDay: row.max_per_day,
  version: row.version,
});

/** The default first, then by name. */
export async function readLadders(sql: Sql): Promise<Ladder[]> {
  const rows = await sql<LadderRow[]>`
    select id, name, steps, max_per_day, is_default, version from retry_ladders
    where deleted_at is null order by is_default desc, lower(name)`;
  return rows.map(toLadder);
}

export async function readLadder(sql: Sql, id: string): Promise<Ladder | null> {
  const [row] = await sql<LadderRow[]>`
    select id, name, steps, max_per_day, is_default, version from retry_ladders
    where id = ${id} and deleted_at is null`;
  return row ? toLadder(row) : null;
}

export async function lockLadder(tx: Tx, id: string): Promise<Ladder | null> {
  const [row] = await tx<LadderRow[]>`
    select id, name, steps, max_per_day, is_default, version from retry_ladders
    where id = ${id} and deleted_at is null for update`;
  return row ? toLadder(row) : null;
}

/** Writes a ladder whole, new or known; the only default when it is one. */
export async function writeLadder(tx: Tx, ladder: Ladder): Promise<void> {
  if (ladder.isDefault)
    await tx`update retry_ladders set is_default = false, version = version + 1 where is_default and id <> ${ladder.id}`;
  await tx`
    insert into retry_ladders ${tx({
      id: ladder.id,
      name: ladder.name,
      steps: tx.json(ladder.steps),
      max_per_day: ladder.maxPerDay,
      is_default: ladder.isDefault,
      version: ladder.version,
    })}
    on conflict (id) do update set name = excluded.name, steps = excluded.steps, max_per_day = excluded.max_per_day,
      is_default = excluded.is_default, version = excluded.version`;
}

export async function markLadderDeleted(tx: Tx, id: string, at: Date): Promise<void> {
  await tx`update retry_ladders set deleted_at = ${at}, version = version + 1 where id = ${id}`;
}

interface HoursRow {
  id: string;
  name: string;
  is_default: boolean;
  week: CallingHours['week'];
  holiday_region: string | null;
  closed_dates: string[];
  open_dates: string[];
  countries: string[];
  calls_per_30_days: number | null;
  version: number;
}

const toHours = (row: HoursRow): CallingHours => ({
  id: row.id,
  name: row.name,
  isDefault: row.is_default,
  week: row.week,
  holidayRegion: row.holiday_region,
  closedDates: row.closed_dates,
  openDates: row.open_dates,
  countries: row.countries,
  callsPer30Days: row.calls_per_30_days,
  version: row.version,
});

const hoursSelect = `id, name, is_default, week, holiday_region, closed_dates::text[] as closed_dates,
  open_dates::text[] as open_dates, countries, calls_per_30_days, version`;

/** The default first, then by name. */
export async function readAllHours(sql: Sql): Promise<CallingHours[]> {
  const rows = await sql<HoursRow[]>`
    select ${sql.unsafe(hoursSelect)} from calling_hours order by is_default desc, lower(name)`;
  return rows.map(toHours);
}

export async function lockHours(tx: Tx, id: string): Promise<CallingHours | null> {
  const [row] = await tx<HoursRow[]>`
    select ${tx.unsafe(hoursSelect)} from calling_hours where id = ${id} for update`;
  return row ? toHours(row) : null;
}

/** Of these countries the ones that other hours hold for. */
export async function countriesTaken(
  tx: Tx,
  { id, countries }: Pick<CallingHours, 'id' | 'countries'>,
): Promise<string[]> {
  const rows = await tx<{ country: string }[]>`
    select distinct country from calling_hours h cross join unnest(h.countries) as country
    where h.id <> ${id} and country = any(${countries}::text[]) order by country`;
  return rows.map(({ country }) => country);
}

/** Writes calling hours whole, new or known; the only default when they are. */
export async function writeHours(tx: Tx, hours: CallingHours): Promise<void> {
  if (hours.isDefault)
    await tx`update calling_hours set is_default = false, version = version + 1 where is_default and id <> ${hours.id}`;
  await tx`
    insert into calling_hours ${tx(hoursColumns(tx, hours))}
    on conflict (id) do update set name = excluded.name, is_default = excluded.is_default, week = excluded.week,
      holiday_region = excluded.holiday_region, closed_dates = excluded.closed_dates, open_dates = excluded.open_dates,
      countries = excluded.countries, calls_per_30_days = excluded.calls_per_30_days, version = excluded.version`;
}

/** The hours a new house begins with; does nothing when there are any. */
export async function insertFirstHours(sql: Sql, hours: CallingHours): Promise<void> {
  await sql`
    insert into calling_hours ${sql(hoursColumns(sql, hours))} on conflict do nothing`;
}

const hoursColumns = (sql: Sql, hours: CallingHours) => ({
  id: hours.id,
  name: hours.name,
  is_default: hours.isDefault,
  week: sql.json(hours.week),
  holiday_region: hours.holidayRegion,
  closed_dates: hours.closedDates,
  open_dates: hours.openDates,
  countries: hours.countries,
  calls_per_30_days: hours.callsPer30Days,
  version: hours.version,
});
