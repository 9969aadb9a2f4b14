/** Where something opens: people, organisations and tasks as a card on the desk, calls in the log. */
export function deskPath(found: { kind: 'contact' | 'organisation' | 'task' | 'call'; id: string }): string {
  const page = found.kind === 'call' ? '/calls' : '/';
  return `${page}?${found.kind}=${encodeURIComponent(found.id)}`;
}
