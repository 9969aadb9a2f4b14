/** Names of files: made harmless when they come in, and written into a header when they go out. Pure. */

/**
 * The last part of what the sender called it, on one line, without signs that mean something to a shell, a browser or a
 * Windows folder. The file lies under its id; the name is only shown and offered for saving.
 * @example safeFileName('..\\..\\etc/offer  №5?.pdf') // 'offer №5_.pdf'
 */
export function safeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
    .replace(/["*:<>?|]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if (clean === '') return 'file';
  if ([...clean].length <= 150) return clean;
  const ending = /\.[\p{L}\d]{1,10}$/u.exec(clean)?.[0] ?? '';
  return [...clean].slice(0, 150 - ending.length).join('') + ending;
}

/**
 * `Content-Disposition` that saves and never shows; old clients get ASCII, the others the name (RFC 6266, RFC 8187).
 * @example attachment('Счёт.pdf') // `attachment; filename="____.pdf"; filename*=UTF-8''%D0%A1%D1%87%D1%91%D1%82.pdf`
 */
export function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
