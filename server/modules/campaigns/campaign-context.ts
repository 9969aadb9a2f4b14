/** What every decision of a campaign needs: its settings, its lists, its calling hours, and which zones are open now. */
import type { Campaign } from '../../contract/campaigns.contract.ts';
import type { CallingHours } from '../../contract/missed-calls.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { type HolidayOn, type OpeningRule, openUntil } from '../retry-rules/calling-hours.ts';
import { publicHolidays } from '../retry-rules/public-holidays.ts';
import { listCallingHours } from '../retry-rules/retry-rules.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import type { RegionRule } from './call-limits.ts';
import { selectCampaigns, toCampaign } from './campaigns.repository.ts';
import { type ActiveList, selectActiveLists, selectZones } from './entries.repository.ts';

export interface CampaignContext {
  campaign: Campaign;
  lists: ActiveList[];
  callingHours: OpeningRule;
  holidays: HolidayOn;
  firm: { timeZone: string; region: string };
  /** What countries ask of whoever calls their numbers, by ISO code. */
  regions: ReadonlyMap<string, RegionRule>;
}

export type ContextPlatform = Pick<Platform, 'config'>;

function regionsOf(all: readonly CallingHours[]): Map<string, RegionRule> {
  const rules = all.flatMap((hours) => {
    const { countries, holidayRegion, callsPer30Days } = hours;
    const rule = { callingHours: hours, holidays: publicHolidays(holidayRegion), callsPer30Days };
    return countries.map((country) => [country, rule] as const);
  });
  return new Map(rules);
}

/** Of those that are still there, in the order of campaigns; however many, with as many questions to the database as one. */
export async function readContexts(
  platform: ContextPlatform,
  sql: Sql,
  campaignIds: readonly string[],
): Promise<CampaignContext[]> {
  const [rows, lists, settings] = await Promise.all([
    selectCampaigns(sql, { ids: campaignIds }),
    selectActiveLists(sql, campaignIds),
    readSettings(platform, sql),
  ]);
  if (rows.length === 0) return [];
  const all = await listCallingHours(sql, settings.defaultRegion);
  const regions = regionsOf(all);
  return rows.map((row) => {
    const campaign = toCampaign(row);
    const hours = all.find(({ id }) => id === campaign.callingHoursId) ?? all.find(({ isDefault }) => isDefault);
    if (!hours) throw new Error('there are no default calling hours');
    return {
      campaign,
      lists: lists.filter(({ campaign_id }) => campaign_id === row.id).map(({ id, priority }) => ({ id, priority })),
      callingHours: hours,
      holidays: publicHolidays(hours.holidayRegion),
      firm: { timeZone: settings.defaultTimeZone, region: settings.defaultRegion },
      regions,
    };
  });
}

/** Null: there is no such campaign any more. */
export async function readContext(
  platform: ContextPlatform,
  sql: Sql,
  campaignId: string,
): Promise<CampaignContext | null> {
  const [context] = await readContexts(platform, sql, [campaignId]);
  return context ?? null;
}

export interface TakingContext extends CampaignContext {
  /** Zones of those who wait in its lists. */
  zones: string[];
}

/** Contexts for whoever takes entries. */
export async function readTakingContexts(
  platform: ContextPlatform,
  sql: Sql,
  campaignIds: readonly string[],
): Promise<TakingContext[]> {
  const contexts = await readContexts(platform, sql, campaignIds);
  const ids = contexts.flatMap(({ lists }) => lists.map(({ id }) => id));
  const waiting = ids.length === 0 ? [] : await selectZones(sql, ids);
  return contexts.map((context) => {
    const own = new Set(context.lists.map(({ id }) => id));
    const zones = waiting.filter(({ call_list_id }) => own.has(call_list_id)).map(({ zone }) => zone);
    return { ...context, zones: [...new Set(zones)].sort() };
  });
}

/** Of these zones the ones in which customers may be called now, with the end of the shift there. */
export function openZones(
  { callingHours, holidays }: Pick<CampaignContext, 'callingHours' | 'holidays'>,
  zones: readonly string[],
  now: Date,
): Map<string, Date> {
  const open = new Map<string, Date>();
  for (const zone of zones) {
    const until = openUntil(now, callingHours, zone, holidays);
    if (until !== null) open.set(zone, until);
  }
  return open;
}
