/**
 * Numbers of several countries in the forms in which people type them and carriers send them. In a form each `N` is the
 * next digit of the national number. Pure.
 */
import type { LineKind } from '../../../server/modules/phones/normalize-phone.ts';

export type NumberPlan = {
  country: string;
  lineKind: LineKind;
  /** Beginning of the national number; `subscriberDigits` follow. */
  prefix: string;
  subscriberDigits: number;
};

type Forms = {
  callingCode: string;
  written: readonly string[];
  /** As a carrier sends it to a PBX in Russia. */
  incoming: readonly string[];
};

const abroad = (code: string, national: string): string[] => [
  `+${code}${national}`,
  `${code}${national}`,
  `00${code}${national}`,
  `810${code}${national}`,
  `sip:+${code}${national}@198.51.100.7;user=phone`,
];

const formsOf: Readonly<Record<string, Forms>> = {
  RU: {
    callingCode: '7',
    written: [
      '+7 NNN NNN-NN-NN',
      '8 (NNN) NNN-NN-NN',
      '8NNNNNNNNNN',
      'NNN NNN NN NN',
      '+7(NNN)NNNNNNN',
      '7NNNNNNNNNN',
      '8-NNN-NNN-NN-NN',
      '8 NNN NNN NN NN',
      '(NNN) NNN-NN-NN',
      '+7.NNN.NNN.NN.NN',
      'тел. 8 NNN NNN-NN-NN',
      'моб: +7(NNN)NNN-NN-NN',
      '8NNN NNN NNNN (Мария)',
      '\u200e+7 NNN\u00a0NNN\u2011NN\u2011NN',
      "'8NNNNNNNNNN",
      '+7 (8-NNN) NNN-NN-NN',
      'sip:+7NNNNNNNNNN@pbx.example.com',
      '00 7 NNN NNN NN NN',
    ],
    incoming: [
      '+7NNNNNNNNNN',
      '7NNNNNNNNNN',
      '8NNNNNNNNNN',
      'NNNNNNNNNN',
      '007NNNNNNNNNN',
      'sip:+7NNNNNNNNNN@198.51.100.7;user=phone',
    ],
  },
  KZ: {
    callingCode: '7',
    written: ['+7 NNN NNN NN NN', '8 (NNN) NNN-NN-NN', '+7NNNNNNNNNN'],
    incoming: ['+7NNNNNNNNNN', '7NNNNNNNNNN', '8NNNNNNNNNN'],
  },
  BY: {
    callingCode: '375',
    written: ['+375 NN NNN-NN-NN', '+375(NN)NNNNNNN', '8 10 375 NN NNN NN NN'],
    incoming: abroad('375', 'NNNNNNNNN'),
  },
  UA: {
    callingCode: '380',
    written: ['+380 NN NNN NN NN', '+380NNNNNNNNN', '00380 NN NNNNNNN'],
    incoming: abroad('380', 'NNNNNNNNN'),
  },
  FR: {
    callingCode: '33',
    written: ['+33 N NN NN NN NN', '0033 N NN NN NN NN', '+33 (0)N NN NN NN NN', '810 33 N NN NN NN NN'],
    incoming: abroad('33', 'NNNNNNNNN'),
  },
  DE: {
    callingCode: '49',
    written: ['+49 NNN NNNNNNNN', '0049NNNNNNNNNNN', '+49 (0) NNN / NNNNNNNN'],
    incoming: abroad('49', 'NNNNNNNNNNN'),
  },
  IT: {
    callingCode: '39',
    written: ['+39 NNN NNN NNNN', '0039 NNN NNNNNNN', '+39NNNNNNNNNN'],
    incoming: abroad('39', 'NNNNNNNNNN'),
  },
  GB: {
    callingCode: '44',
    written: ['+44 NNNN NNNNNN', '+44 (0)NNNN NNNNNN', '0044 NNNN NNN NNN'],
    incoming: abroad('44', 'NNNNNNNNNN'),
  },
  US: {
    callingCode: '1',
    written: ['+1 NNN NNN NNNN', '+1 (NNN) NNN-NNNN', '001NNNNNNNNNN'],
    incoming: abroad('1', 'NNNNNNNNNN'),
  },
};

const mobile = (country: string, prefix: string, subscriberDigits: number): NumberPlan => ({
  country,
  // North America does not tell mobile from fixed lines by their numbers.
  lineKind: country === 'US' ? 'fixed-or-mobile' : 'mobile',
  prefix,
  subscriberDigits,
});
const fixed = (prefix: string, subscriberDigits: number): NumberPlan => ({
  country: 'RU',
  lineKind: 'fixed',
  prefix,
  subscriberDigits,
});

/** Everybody's first number. */
export const mobilePlans: readonly NumberPlan[] = [
  mobile('RU', '903', 7),
  mobile('RU', '916', 7),
  mobile('RU', '926', 7),
  mobile('RU', '985', 7),
  mobile('RU', '921', 7),
  mobile('RU', '911', 7),
  mobile('RU', '950', 7),
  mobile('RU', '999', 7),
  mobile('KZ', '701', 7),
  mobile('KZ', '777', 7),
  mobile('BY', '291', 6),
  mobile('UA', '50', 7),
  mobile('FR', '612', 6),
  mobile('DE', '15112', 6),
  mobile('IT', '347', 7),
  mobile('GB', '7400', 6),
  mobile('US', '9175', 6),
];
export const homePlans: readonly NumberPlan[] = [fixed('4999', 6), fixed('8129', 6), fixed('3439', 6)];
export const officePlans: readonly NumberPlan[] = [fixed('4952', 6), fixed('8122', 6), fixed('3832', 6)];
/** In the base only their last seven digits are known. */
export const localPlan: NumberPlan = fixed('4953', 6);

/** Nobody in the base has a number of these. */
export const strangerPlans: readonly NumberPlan[] = [
  mobile('RU', '9670', 6),
  mobile('RU', '9150', 6),
  mobile('FR', '780', 6),
  mobile('KZ', '7050', 6),
];

/** Coprime to ten: neighbours lie far apart, and no two of one plan are the same. */
const stride = 654_321;

/** The index-th national number of a plan. */
export function nationalNumber(plan: NumberPlan, index: number): string {
  const count = 10 ** plan.subscriberDigits;
  return plan.prefix + String((index * stride) % count).padStart(plan.subscriberDigits, '0');
}

const codeOf = (plan: NumberPlan): string => formsOf[plan.country]?.callingCode ?? '';

export const e164Of = (plan: NumberPlan, national: string): string => `+${codeOf(plan)}${national}`;

/** The number in one of the forms in which people write it. */
export function writtenForm(plan: NumberPlan, national: string, choice: number): string {
  return fillIn(formsOf[plan.country]?.written ?? [], national, choice);
}

/** The number in one of the forms in which a carrier sends it. */
export function incomingForm(plan: NumberPlan, national: string, choice: number): string {
  return fillIn(formsOf[plan.country]?.incoming ?? [], national, choice);
}

function fillIn(forms: readonly string[], national: string, choice: number): string {
  let at = 0;
  return (forms[choice % forms.length] ?? '').replace(/N/g, () => national[at++] ?? '');
}

/** How many ways to write and to send numbers of this plan there are. */
export const formCounts = (plan: NumberPlan): { written: number; incoming: number } => ({
  written: formsOf[plan.country]?.written.length ?? 0,
  incoming: formsOf[plan.country]?.incoming.length ?? 0,
});
