/** What every decision of a campaign needs: its settings, its lists, its calling hours, and which zones are open now. */
import type { Campaign } from '../../contract/campaigns.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { type HolidayOn, type OpeningRule, openUntil } from '../retry-rules/calling-hours.ts';
import { publicHolidays } from '../retry-rules/public-holidays.ts';
import { listCallingHours } from '../retry-rules/retry-rules.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { selectCampaigns, toCampaign } from './campaigns.repository.ts';
import { type ActiveList, selectActiveLists } from './entries.repository.ts';

export interface CampaignContext {
  campaign: Campaign;
  lists: ActiveList[];
  callingHours: OpeningRule;
  holidays: HolidayOn;
  firm: { timeZone: string; region: string };
}

export type ContextPlatform = Pick<Platform, 'config'>;

/** Null: there is no such campaign any more. */
export async function readContext(
  platform: ContextPlatform,
  sql: Sql,
  campaignId: string,
): Promise<CampaignContext | null> {
  const [rows, lists, settings] = await Promise.all([
    selectCampaigns(sql, { ids: [campaignId] }),
    selectActiveLists(sql, campaignId),
    readSettings(platform, sql),
  ]);
  const [row] = rows;
  if (!row) return null;
  const campaign = toCampaign(row);
  const all = await listCallingHours(sql, settings.defaultRegion);
  const hours = all.find(({ id }) => id === campaign.callingHoursId) ?? all.find(({ isDefault }) => isDefault);
  if (!hours) throw new Error('there are no default calling hours');
  return {
    campaign,
    lists,
    callingHours: hours,
    holidays: publicHolidays(hours.holidayRegion),
    firm: { timeZone: settings.defaultTimeZone, region: settings.defaultRegion },
  };
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
