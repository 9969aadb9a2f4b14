/** Where something that was found opens: people and organisations as a card on the desk, calls in the log when it exists. */
export function deskPath(found: { kind: 'contact' | 'organisation' | 'call'; id: string }): string {
  return `/?${found.kind}=${encodeURIComponent(found.id)}`;
}
