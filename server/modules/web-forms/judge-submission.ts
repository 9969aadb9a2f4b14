/** Pure: whether what a form sent looks as if a machine had written it. It is put aside then, never lost. */
import { honeypotField, type Suspicion } from '../../contract/web-forms.contract.ts';
import type { TokenCheck } from './form-token.ts';

/** Nobody fills in a form faster. */
export const minSeconds = 3;
/** One address in a message is a question about a page; more are an advertisement. */
const mostLinks = 1;

export interface Received {
  fields: Readonly<Record<string, string>>;
  token: TokenCheck;
  /** `Origin` of the page; null: the browser, or whatever it was, did not say. */
  origin: string | null;
  /** Sites the form may stand on; none: any. */
  origins: readonly string[];
}

const linksIn = (text: string): number =>
  (text.match(/(?:https?:\/\/|www\.)\S|\[url|<a\s|\b[a-z0-9-]+\.(?:ru|com|net|top|xyz|shop|online|site)\/\S/gi) ?? [])
    .length;

const isName = (key: string): boolean => /name|fio|имя/i.test(key);

export function judgeSubmission({ fields, token, origin, origins }: Received): Suspicion[] {
  const texts = Object.entries(fields).filter(([key]) => !/^(?:page|referrer|utm_\w+)$/.test(key));
  const found: (Suspicion | false)[] = [
    (fields[honeypotField] ?? '') !== '' && 'honeypot',
    token.kind === 'none' && 'no-token',
    token.kind === 'old' && 'old-token',
    token.kind !== 'none' && token.shownMs < minSeconds * 1_000 && 'too-fast',
    texts.some(([key, text]) => linksIn(text) > (isName(key) ? 0 : mostLinks)) && 'links',
    origins.length > 0 && (origin === null || !origins.includes(origin)) && 'foreign-origin',
  ];
  return found.filter((one) => one !== false);
}
