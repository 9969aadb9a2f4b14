/** Pure: the text of a script with the names of the call put in. */
import { type Words, words } from './built-in-words.ts';

/** What can stand between `{{` and `}}`, in the order in which it is offered. */
export const scriptMacros = {
  'customer.name': words('customer’s name', 'имя клиента', 'nom du client', 'nome del cliente'),
  'customer.role': words('customer’s position', 'должность клиента', 'fonction du client', 'ruolo del cliente'),
  'customer.organisation': words(
    'customer’s organisation',
    'организация клиента',
    'organisation du client',
    'organizzazione del cliente',
  ),
  'customer.city': words('customer’s city', 'город клиента', 'ville du client', 'città del cliente'),
  'customer.phone': words('customer’s number', 'номер клиента', 'numéro du client', 'numero del cliente'),
  'agent.name': words('your name', 'ваше имя', 'votre nom', 'il suo nome'),
  'company.name': words('our company', 'наша компания', 'notre société', 'la nostra azienda'),
} as const satisfies Record<string, Words>;
export type ScriptMacro = keyof typeof scriptMacros;
export type MacroValues = Readonly<Partial<Record<ScriptMacro, string | null>>>;

export type TextPart =
  /** Words as they were written. */
  | { kind: 'text'; text: string }
  /** A macro with its value. */
  | { kind: 'filled'; text: string; macro: ScriptMacro }
  /** A macro of which nothing is known in this call; `text` is the macro as it was written. */
  | { kind: 'empty'; text: string; macro: ScriptMacro }
  /** No macro of ours: shown as it was written, and marked. */
  | { kind: 'unknown'; text: string };

const macro = /\{\{\s*([^{}]{0,60}?)\s*\}\}/g;

export const isMacro = (name: string): name is ScriptMacro => Object.hasOwn(scriptMacros, name);

function partOf(written: string, name: string, values: MacroValues): TextPart {
  if (!isMacro(name)) return { kind: 'unknown', text: written };
  const value = Object.hasOwn(values, name) ? (values[name] ?? '').trim() : '';
  return value === '' ? { kind: 'empty', text: written, macro: name } : { kind: 'filled', text: value, macro: name };
}

/**
 * The text in parts, so that the screen can show what was put in, what is not known, and what is no macro.
 * @example fillMacros('Hello {{customer.name}}', { 'customer.name': 'Vera' }) // 'Hello ' + filled 'Vera'
 */
export function fillMacros(text: string, values: MacroValues): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(macro)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push(partOf(match[0], match[1] ?? '', values));
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

/** Macros in a text that are none of ours, as they were written. */
export const unknownMacros = (text: string): string[] =>
  fillMacros(text, {}).flatMap((part) => (part.kind === 'unknown' ? [part.text] : []));
