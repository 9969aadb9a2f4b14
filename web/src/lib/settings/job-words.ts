/** Pure: whose work a background job is, in the words of the events. */
import { kindWord } from '$lib/events/event-words.ts';

/**
 * Of what has no word the name of the job itself.
 * @example jobWord('imports.run') // 'Imports', where 'import' has that word
 */
export function jobWord(name: string): string {
  const [area = ''] = name.split('.');
  const kind = area.replace(/s$/, '');
  const word = kindWord(kind);
  return word === kind ? name : word;
}
