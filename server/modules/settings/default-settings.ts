/** What is in force until somebody changes it. Pure. */
import { leadRules } from '../../contract/leads.contract.ts';
import type { Settings } from '../../contract/settings.contract.ts';

/** Where the firm of a country most likely is; others begin with UTC and say so in the settings. */
const zoneOfRegion: Readonly<Record<string, string>> = {
  AT: 'Europe/Vienna',
  BE: 'Europe/Brussels',
  BY: 'Europe/Minsk',
  CH: 'Europe/Zurich',
  DE: 'Europe/Berlin',
  ES: 'Europe/Madrid',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  IT: 'Europe/Rome',
  KZ: 'Asia/Almaty',
  RU: 'Europe/Moscow',
  UA: 'Europe/Kyiv',
  US: 'America/New_York',
};

const currencyOfRegion: Readonly<Record<string, string>> = {
  BY: 'BYN',
  CH: 'CHF',
  GB: 'GBP',
  KZ: 'KZT',
  RU: 'RUB',
  UA: 'UAH',
  US: 'USD',
};

/** @example defaultSettings('RU').defaultTimeZone // 'Europe/Moscow' */
export function defaultSettings(region: string): Settings {
  return {
    companyName: '',
    defaultRegion: region,
    defaultTimeZone: zoneOfRegion[region] ?? 'UTC',
    recording: { inbound: true, outbound: true, internal: false, exceptInterfaces: [], retentionDays: 365 },
    missedCalls: {
      assignment: ['owner', 'last-agent', 'queue-team', 'anybody'],
      escalateAfterSeconds: 3_600,
      ignoreWaitUnderSeconds: 0,
    },
    deals: {
      currency: currencyOfRegion[region] ?? 'EUR',
      maxDiscountPercent: { own: 5, team: 15, all: 100 },
      leadBecomesClient: 'deal-created',
    },
    leads: {
      on: false,
      handMade: 'keep',
      order: leadRules.map((rule) => ({ rule, on: true })),
      takers: { agentIds: [], teamIds: [] },
      regions: [],
      skills: [],
      untouched: { on: false, afterMinutes: 120, most: 2 },
    },
    dialledNumbers: [],
    routing: { order: ['owner', 'last-agent'], lastAgentDays: 180, ringSeconds: 15, vipPriority: 10, knownPriority: 0 },
    queueCallbacks: { on: true, maxPerQueue: 20, expiresAfterMinutes: 240, tries: 3, againAfterMinutes: 5 },
    dialer: { maxLines: 400, originatesPerSecond: 20 },
    wrapUpSeconds: 30,
    pauseReasons: ['Break', 'Lunch', 'Training', 'Meeting'],
    taskKinds: [],
  };
}

/**
 * The stored changes over the defaults. Fields that an older or a newer version wrote in another shape are left out one
 * by one: a setting that cannot be read must not stop calls from coming in.
 * @param read the value as this version has it, with what an older one did not know yet; undefined: cannot be read
 */
export function mergeSettings(
  defaults: Settings,
  stored: unknown,
  read: (key: keyof Settings, value: unknown) => unknown,
): Settings {
  if (typeof stored !== 'object' || stored === null) return defaults;
  const given = stored as Record<string, unknown>;
  const known = (Object.keys(defaults) as (keyof Settings)[]).flatMap((key) => {
    const value = key in given ? read(key, given[key]) : undefined;
    return value === undefined ? [] : [[key, value] as const];
  });
  return { ...defaults, ...Object.fromEntries(known) };
}
