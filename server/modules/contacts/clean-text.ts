/** Pure: what people type, made fit to be kept. Markup and SQL are just text and stay; whoever shows them escapes them. */

/** Anything that `oneLine` would change; most texts have none of it, and a million of them are read in one import. */
const untidy = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|^\s|\s$|\s\s|[^\S ]/u;

/** A name on one line: line ends, tabs and control characters become a space, invisible direction marks go. */
export function oneLine(text: string): string {
  if (!untidy.test(text)) return text;
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[\u2028\u2029]/g, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** One line, or null when nothing is left of it. */
export const oneLineOrNull = (text: string | null): string | null => (text === null ? null : oneLine(text) || null);

/** E-mails in lower case, each once, in the order given. */
export const cleanEmails = (emails: readonly string[]): string[] => [
  ...new Set(emails.map((email) => email.trim().toLowerCase())),
];
