/** Pure: the numbers of a campaign as its form holds them: what each is, within which bounds, and back. */
import type { CallLimits } from '$contract/campaign-rules.contract.ts';
import type { CampaignSettings } from '$contract/campaigns.contract.ts';

interface NumberField {
  from: number;
  to: number;
  /** May have a fraction. */
  isBroken?: true;
  /** May be left empty: no limit. */
  mayBeEmpty?: true;
  read: (settings: CampaignSettings) => number | null;
}
const whole = (from: number, to: number, read: NumberField['read']): NumberField => ({ from, to, read });
const broken = (from: number, to: number, read: NumberField['read']): NumberField => ({
  from,
  to,
  read,
  isBroken: true,
});
const limit = (read: (limits: CallLimits) => number | null): NumberField => ({
  ...whole(1, 1000, ({ limits }) => read(limits)),
  mayBeEmpty: true,
});
const price = (read: NumberField['read']): NumberField => ({ ...broken(0, 1_000_000, read), mayBeEmpty: true });

const HOUR = 3600;
export const numberFields = {
  priority: whole(1, 10, ({ priority }) => priority),
  previewSeconds: whole(10, 3600, ({ previewSeconds }) => previewSeconds),
  resultSeconds: whole(10, 3600, ({ resultSeconds }) => resultSeconds),
  retryPercent: whole(0, 100, ({ retryPercent }) => retryPercent),
  numberPerDay: limit(({ perNumber }) => perNumber.perDay),
  numberPer24Hours: limit(({ perNumber }) => perNumber.per24Hours),
  numberForLife: limit(({ perNumber }) => perNumber.forLife),
  personPerDay: limit(({ perPerson }) => perPerson.perDay),
  personPer24Hours: limit(({ perPerson }) => perPerson.per24Hours),
  personForLife: limit(({ perPerson }) => perPerson.forLife),
  perEntry: whole(1, 200, ({ limits }) => limits.perEntry),
  gapMinutes: whole(0, 43_200, ({ limits }) => Math.round(limits.gapSeconds / 60)),
  lockHours: whole(0, 8760, ({ limits }) => Math.round(limits.abandonedLockSeconds / HOUR)),
  ratio: broken(1, 10, ({ pacing }) => pacing.ratio),
  maxAbandonedPercent: broken(0.1, 20, ({ pacing }) => pacing.maxAbandonedPercent),
  abandonWindowHours: whole(1, 720, ({ pacing }) => pacing.abandonWindowHours),
  warmUpAnswers: whole(0, 10_000, ({ pacing }) => pacing.warmUpAnswers),
  ringSeconds: whole(15, 120, ({ pacing }) => pacing.ringSeconds),
  connectWithinSeconds: broken(0.5, 10, ({ pacing }) => pacing.connectWithinSeconds),
  maxLinesPerAgent: broken(1, 10, ({ pacing }) => pacing.maxLinesPerAgent),
  maxLines: whole(1, 2000, ({ pacing }) => pacing.maxLines),
  goalCount: { ...whole(1, 10_000_000, ({ goal }) => goal?.count ?? null), mayBeEmpty: true },
  costPerAttempt: price(({ cost }) => cost?.perAttempt ?? null),
  costPerMinute: price(({ cost }) => cost?.perTalkMinute ?? null),
  costPerHour: price(({ cost }) => cost?.perAgentHour ?? null),
} satisfies Record<string, NumberField>;

export type NumberKey = keyof typeof numberFields;
export type NumberDraft = Record<NumberKey, string>;
export const numberKeys = Object.keys(numberFields) as NumberKey[];
const fieldOf = (key: NumberKey): NumberField => numberFields[key];

const shown = (value: number | null): string => (value === null ? '' : String(value));

export const numbersOf = (settings: CampaignSettings): NumberDraft =>
  Object.fromEntries(numberKeys.map((key) => [key, shown(fieldOf(key).read(settings))])) as NumberDraft;

const numberIn = (text: string): number | null => {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(value) ? value : null;
};

/** The numbers that cannot be. */
export function wrongNumbers(draft: NumberDraft): NumberKey[] {
  return numberKeys.filter((key) => {
    const { from, to, isBroken, mayBeEmpty } = fieldOf(key);
    if (mayBeEmpty && draft[key].trim() === '') return false;
    const value = numberIn(draft[key]);
    return value === null || value < from || value > to || (!isBroken && !Number.isInteger(value));
  });
}

/** What the numbers say, put on the settings; a span that was not touched stays to the second. */
export function withNumbers(draft: NumberDraft, settings: CampaignSettings): CampaignSettings {
  const say = (key: NumberKey): number | null => numberIn(draft[key]);
  const must = (key: NumberKey): number => say(key) ?? fieldOf(key).read(settings) ?? 0;
  const isSame = (key: NumberKey) => draft[key].trim() === shown(fieldOf(key).read(settings));
  const { limits, pacing } = settings;
  const prices = [say('costPerAttempt'), say('costPerMinute'), say('costPerHour')] as const;
  const [perAttempt, perTalkMinute, perAgentHour] = prices.map((one) => one ?? 0) as [number, number, number];
  return {
    ...settings,
    priority: must('priority'),
    previewSeconds: must('previewSeconds'),
    resultSeconds: must('resultSeconds'),
    retryPercent: must('retryPercent'),
    limits: {
      perNumber: { perDay: say('numberPerDay'), per24Hours: say('numberPer24Hours'), forLife: say('numberForLife') },
      perPerson: { perDay: say('personPerDay'), per24Hours: say('personPer24Hours'), forLife: say('personForLife') },
      perEntry: must('perEntry'),
      gapSeconds: isSame('gapMinutes') ? limits.gapSeconds : must('gapMinutes') * 60,
      abandonedLockSeconds: isSame('lockHours') ? limits.abandonedLockSeconds : must('lockHours') * HOUR,
    },
    pacing: {
      ...pacing,
      ratio: must('ratio'),
      maxAbandonedPercent: must('maxAbandonedPercent'),
      abandonWindowHours: must('abandonWindowHours'),
      warmUpAnswers: must('warmUpAnswers'),
      ringSeconds: must('ringSeconds'),
      connectWithinSeconds: must('connectWithinSeconds'),
      maxLinesPerAgent: must('maxLinesPerAgent'),
      maxLines: must('maxLines'),
    },
    cost: prices.every((one) => one === null) ? null : { perAttempt, perTalkMinute, perAgentHour },
  };
}
