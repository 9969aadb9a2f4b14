/**
 * Takes what people, spreadsheets and networks write for a telephone number apart, before any numbering plan is asked.
 * Nothing here throws, whatever the text is.
 */

/** Longer texts are no telephone field; the rest of them is not read. */
const longest = 400;

const decimalDigits = /\p{Nd}/gu;
const invisible = /\p{Cf}|\p{Variation_Selector}/gu;
const controls = /\p{Cc}+/gu;

/** Zero of the digit block of a character: every Unicode block of decimal digits is ten in a row. */
function digitValue(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

/**
 * Plain text: full-width and other digits as 0-9, no invisible characters, control characters as a separator.
 * @example plainText('＋７ ９１６\u200b') // '+7 916'
 */
export function plainText(raw: string): string {
  return raw
    .slice(0, longest)
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(controls, ';')
    .replace(decimalDigits, (digit) => (digit >= '0' && digit <= '9' ? digit : digitValue(digit)))
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s;,]+|[\s;,]+$/g, '');
}

function decodePercent(text: string): string {
  return text.replace(/%(2B|20|28|29|2D|23|2A)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/**
 * The number inside a SIP or tel URI or a `Name <number>` form; other texts come back as they are.
 * @example insideUri('"Ivan" <sip:+74951234567@host;user=phone>') // '+74951234567'
 */
export function insideUri(text: string): string {
  const angled = /<([^<>]*)>/.exec(text)?.[1];
  const inner = angled !== undefined && (/\d/.test(angled) || !/\d/.test(text)) ? angled : text;
  const uri = /(?:sips?|tel|callto|wtai|pstn|skype):(?:\/\/)?([^\s<>?]*)/i.exec(inner)?.[1];
  if (uri === undefined) return /^[+\d][^\s@]*@[\w.:[\]-]+$/.test(inner) ? inner.replace(/@.*$/, '') : inner;
  const [user = '', ...parameters] = decodePercent(uri).replace(/@.*$/, '').split(';');
  const extension = parameters.map((part) => /^ext=(\d+)$/i.exec(part)?.[1]).find(Boolean);
  return extension ? `${user} ext. ${extension}` : user;
}

/** Words by which networks, PBXs and people say that there is no number. Compared in lower case, letters only. */
const withheldWords = new Set(
  (
    'anonymous unknown restricted private withheld unavailable blocked hidden none null undefined na nil nonumber ' +
    'nocallerid noid unknowncaller unknownnumber privatenumber privatecaller callerunknown idhidden notavailable ' +
    'numberwithheld anonymousanonymousinvalid anonymousinvalid presentationrestricted outofarea payphone ' +
    'анонимный аноним анонимно неизвестно неизвестный неизвестен неизвестныйномер скрыт скрытый скрытыйномер ' +
    'номерскрыт нет нетномера номеранет неопределен неопределён номернеопределен номернеопределён закрыт ' +
    'inconnu numéroinconnu masqué numéromasqué appelmasqué privé numéroprivé anonyme ' +
    'sconosciuto numerosconosciuto nascosto privato numeroprivato anonimo riservato ' +
    'unbekannt verborgen unterdrückt nummerunterdrückt anonym'
  ).split(' '),
);

/** True when a text only says that the caller's number is not known: nothing at all, zeros, or a word for it. */
export function saysWithheld(text: string): boolean {
  if (/^[\s0<>()"'._?-]*$/.test(text)) return true;
  return !/\d/.test(text) && withheldWords.has(text.toLowerCase().replace(/[^\p{L}]/gu, ''));
}

const extensionLabel =
  'доб(?:авочный|авочн|ав)?|доп|внутр(?:енний)?|вн|ext(?:ension|en|n)?|poste|interno|int|durchwahl|dw|anexo|ramal|wew';
const extensionAtEnd = new RegExp(
  `[\\s,;(/-]*(?:(?<!\\p{L})(?:${extensionLabel})(?!\\p{L})\\s*[.:№#=]*\\s*|(?<=[\\d\\s)])[xхpw#](?=\\s*\\d)\\.?\\s*|,{1,3}\\s*(?=\\d{1,6}\\W*$)|[*])\\(?(\\d{1,9})\\)?\\D*$`,
  'iu',
);

/** Cuts an extension off the end: `доб. 9`, `ext 9`, `x9`, `#9`, `,,9`, `poste 9`, `int. 9`… */
export function cutExtension(text: string): { text: string; extension: string | null } {
  const found = extensionAtEnd.exec(text);
  const before = found ? text.slice(0, found.index) : '';
  if (!found?.[1] || before.replace(/\D/g, '').length < 5) return { text, extension: null };
  return { text: before.trim(), extension: found[1] };
}

/** Letters that people type for digits, only when a digit or a separator inside a number stands on either side. */
const lookAlikes: Readonly<Record<string, string>> = { o: '0', о: '0', з: '3', l: '1', i: '1', б: '6' };

/** @example mendLookAlikes('8 916 12З-45-O7') // '8 916 123-45-07' */
export function mendLookAlikes(text: string): string {
  return text.replace(/(?<=\d[-\s]?)[oозliб](?=[-\s]?\d)/giu, (letter) => lookAlikes[letter.toLowerCase()] ?? letter);
}

const keypad = 'abcdefghijklmnopqrstuvwxyz';
const keys = '22233344455566677778889999';

/** A number written as words, the way North America does: `1-800-FLOWERS`. Other texts: null. */
export function mendVanity(text: string): string | null {
  const found = /^\s*((?:\+?1[\s.-]*)?\(?(?:8(?:00|33|44|55|66|77|88)|900)\)?)[\s.-]*([a-z0-9\s.-]{7,14})\s*$/i.exec(
    text,
  );
  if (!found?.[1] || !found[2] || !/[a-z]{3}/i.test(found[2])) return null;
  const tail = found[2].toLowerCase().replace(/[a-z]/g, (letter) => keys[keypad.indexOf(letter)] ?? '');
  return `${found[1]}${tail.replace(/\D/g, '').slice(0, 7)}`;
}
