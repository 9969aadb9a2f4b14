/** Invented people in any number: the same index is always the same person. Pure. */

/** One person as the base of a firm knows them. */
export type BenchPerson = {
  name: string;
  role: string | null;
  lifecycle: 'lead' | 'client' | 'former';
  emails: string[];
  notes: string;
  /** Index of the organisation; null: a private customer. */
  organisation: number | null;
  phone: BenchPhone;
};

export type BenchPhone = {
  /** As somebody typed it. */
  raw: string;
  e164: string;
  country: 'RU' | 'FR';
  lineKind: 'mobile' | 'fixed';
};

/** Organisations that people of these indexes can belong to. */
export const organisationCount = 20_000;

const firstNames =
  'Anna Igor Marina Dmitry Elena Sergey Olga Nikolay Tatiana Pavel Claire Jean Sophie Giulia Marco Chiara Anders Laura James Emily Aigerim Viktor Ksenia Roman'.split(
    ' ',
  );
const lastNames =
  'Petrova Volkov Sokolova Orlov Kuznetsova Popov Morozova Lebedev Novikova Fedorov Dubois Moreau Laurent Rossi Bianchi Conti Berg Schmidt Carter Stone Nurlanova Zaitsev Belova Egorov Arhipova Ivanov Smirnova Pavlov Rousseau Girard'.split(
    ' ',
  );
const roles = ['Purchasing manager', 'Owner', 'Chief accountant', 'Logistics', 'Director', 'Engineer'];
const lifecycles = ['lead', 'client', 'client', 'former'] as const;

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** The index-th of a million people; indexes below ten million have different numbers. */
export function personOf(index: number): BenchPerson {
  const isPrivate = index % 3 === 0;
  const name = `${pick(firstNames, index)} ${pick(lastNames, Math.floor(index / firstNames.length))}`;
  return {
    name,
    role: isPrivate ? null : pick(roles, index),
    lifecycle: pick(lifecycles, index),
    emails: index % 4 === 0 ? [`${name.replace(' ', '.').toLowerCase()}.${index}@example.com`] : [],
    notes: index % 5 === 0 ? `Asked for the price list in ${2015 + (index % 10)}. Prefers a call before noon.` : '',
    organisation: isPrivate ? null : index % organisationCount,
    phone: phoneOf(index),
  };
}

/** Prefix before the last seven digits, and how people write such a number (`#`: the next of the seven). */
const plans: { prefix: string; country: BenchPhone['country']; lineKind: BenchPhone['lineKind']; written: string }[] = [
  { prefix: '+7916', country: 'RU', lineKind: 'mobile', written: '+7 916 ###-##-##' },
  { prefix: '+7926', country: 'RU', lineKind: 'mobile', written: '8 (926) ###-##-##' },
  { prefix: '+7903', country: 'RU', lineKind: 'mobile', written: '8903#######' },
  { prefix: '+7985', country: 'RU', lineKind: 'mobile', written: '985 ### ## ##' },
  { prefix: '+7495', country: 'RU', lineKind: 'fixed', written: '+7 (495) ###-##-##' },
  { prefix: '+7499', country: 'RU', lineKind: 'fixed', written: '8-499-###-##-##' },
  { prefix: '+3361', country: 'FR', lineKind: 'mobile', written: '+33 6 1# ## ## ##' },
  { prefix: '+3367', country: 'FR', lineKind: 'mobile', written: '0033 67#######' },
];

/** Coprime to ten, so that each index below ten million has seven digits of its own, and neighbours lie far apart. */
const stride = 7_654_321;

function phoneOf(index: number): BenchPhone {
  const { prefix, country, lineKind, written } = pick(plans, index);
  const last = String((index * stride) % 10_000_000).padStart(7, '0');
  const digits = [...last];
  const raw = written.replace(/#/g, () => digits.shift() ?? '');
  return { raw, e164: prefix + last, country, lineKind };
}
