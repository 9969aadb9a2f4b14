/**
 * Pure: the name of a firm without its legal form, so that "ООО «Ромашка»", "Ромашка, ООО" and "ромашка" are one.
 * Forms of Russia and its neighbours, France, Italy, Germany and its neighbours, and the English-speaking countries.
 */

// Written without points and blanks: `S.p.A.` and `S. p. A.` are both `spa`.
export const legalForms: ReadonlySet<string> = new Set(
  (
    'ооо оао зао пао ао нао ип чп тоо оо фгуп гуп муп фгбу мбу ано нко гк пк ' +
    'sa sas sasu sarl eurl sci snc scop selarl gie ' +
    'srl srls spa sapa ss sc scarl coop ' +
    'gmbh ggmbh ug ag kg ohg gbr kgaa ev eg ' +
    'ltd limited llc llp lp inc incorporated corp corporation co company plc ' +
    'bv nv oy oyj ab as asa aps sl slu sp zoo'
  ).split(' '),
);
const longForms = [
  'общество с ограниченной ответственностью',
  'публичное акционерное общество',
  'закрытое акционерное общество',
  'открытое акционерное общество',
  'акционерное общество',
  'индивидуальный предприниматель',
  'société à responsabilité limitée',
  'société par actions simplifiée',
  'société anonyme',
  'società a responsabilità limitata',
  'società per azioni',
  'gesellschaft mit beschränkter haftung',
];

const withoutAccents = (text: string) =>
  text
    .normalize('NFD')
    // Only what Latin letters carry: й and ё are letters of their own.
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC');

const simple = (text: string) =>
  withoutAccents(text.toLowerCase())
    .replace(/ё/gu, 'е')
    .replace(/["'«»„“”‘’`()]/gu, ' ');

/** `s. r. l.` and `s.r.l.` become `srl`; other points part words. */
const closeInitials = (text: string) =>
  text.replace(
    /(?<![\p{L}\p{N}])(?:\p{L}\.\s?){2,}\p{L}?(?![\p{L}\p{N}])/gu,
    (initials) => `${initials.replace(/[.\s]/gu, '')} `,
  );

/**
 * @example coreName('ООО «Ромашка»') // 'ромашка'
 * @example coreName('Bois du Nord S.A.R.L.') // 'bois du nord'
 * @example coreName('GmbH') // 'gmbh': a name that is nothing but a form stays as it is
 */
export function coreName(name: string): string {
  let text = simple(name);
  for (const form of longForms) text = text.replace(simple(form), ' ');
  const words = closeInitials(text)
    .split(/[^\p{L}\p{N}&+]+/u)
    .filter(Boolean);
  const core = words.filter((word) => !legalForms.has(word));
  return (core.length > 0 ? core : words).join(' ');
}
