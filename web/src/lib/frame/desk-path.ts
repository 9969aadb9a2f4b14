const pages = { contact: '/', organisation: '/', call: '/calls', task: '/tasks' } as const;

/** Where something that was found opens: people and organisations as a card on the desk, calls and tasks in their list. */
export function deskPath(found: { kind: keyof typeof pages | 'deal'; id: string }): string {
  const id = encodeURIComponent(found.id);
  return found.kind === 'deal' ? `/deals/${id}` : `${pages[found.kind]}?${found.kind}=${id}`;
}
