/**
 * Where to go after signing in: only a path of this console, never another site.
 * @example safeReturn('//evil.example') // '/'
 */
export function safeReturn(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
