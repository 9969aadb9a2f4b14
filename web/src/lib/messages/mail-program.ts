/** PURE: the address that opens the reader's own mail program with what was written (RFC 6068). */
export function mailtoOf({ to, subject, text }: { to: string; subject: string; text: string }): string {
  const parts = [subject && `subject=${encodeURIComponent(subject)}`, text && `body=${encodeURIComponent(text)}`];
  const query = parts.filter((part) => part !== '').join('&');
  return `mailto:${encodeURIComponent(to).replaceAll('%40', '@')}${query && `?${query}`}`;
}
