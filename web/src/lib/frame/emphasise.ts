export interface TextPart {
  text: string;
  strong: boolean;
}

/**
 * Cuts a text around the part that matched, without markup. Case does not count; no match: one plain part.
 * @example emphasise('Anna Petrova', 'petr') // 'Anna ' + strong 'Petr' + 'ova'
 */
export function emphasise(text: string, matched: string): TextPart[] {
  const at = matched === '' ? -1 : text.toLocaleLowerCase().indexOf(matched.toLocaleLowerCase());
  if (at < 0) return [{ text, strong: false }];
  const end = at + matched.length;
  return [
    { text: text.slice(0, at), strong: false },
    { text: text.slice(at, end), strong: true },
    { text: text.slice(end), strong: false },
  ].filter((part) => part.text !== '');
}
