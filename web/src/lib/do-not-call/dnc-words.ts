import type { DoNotCallAdded } from '$contract/do-not-call.contract.ts';
import { m } from '$lib/paraglide/messages.js';

type Line = DoNotCallAdded['lines'][number];

/** Why no number was found in a line. */
export const unreadableWords: Readonly<Record<Line['because'], () => string>> = {
  'no-digits': m.dnc_because_no_digits,
  internal: m.dnc_because_internal,
  'too-short': m.dnc_because_short,
  'too-long': m.dnc_because_long,
  invalid: m.dnc_because_invalid,
  withheld: m.dnc_because_withheld,
};

/** What became of a text that was pasted, part by part; parts that are nothing are left out but for the first. */
export const addedWords = ({ added, alreadyThere, repeated, unreadable }: Omit<DoNotCallAdded, 'lines'>): string[] => [
  m.dnc_added({ count: added }),
  ...(alreadyThere > 0 ? [m.dnc_there({ count: alreadyThere })] : []),
  ...(repeated > 0 ? [m.dnc_repeated({ count: repeated })] : []),
  ...(unreadable > 0 ? [m.dnc_unreadable({ count: unreadable })] : []),
];
