/**
 * May this request change something, or open a socket, on behalf of the person whose cookie it carries? Browsers send
 * `Origin` with every such request of another site; cookies are SameSite=Lax besides. Pure.
 */
export interface OriginQuestion {
  method: string;
  origin: string | null;
  /** `Sec-Fetch-Site`, which scripts cannot set. */
  fetchSite: string | null;
  /** Host header. */
  host: string | null;
  /** Origin people use when a proxy stands in front (PUBLIC_URL), else null. */
  publicOrigin: string | null;
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

const hostOf = (origin: string): string | null =>
  URL.canParse(origin) && /^https?:/.test(origin) ? new URL(origin).host : null;

/** True when the request comes from our own pages or from no browser at all. */
export function isSameOrigin({ origin, fetchSite, host, publicOrigin }: Omit<OriginQuestion, 'method'>): boolean {
  if (origin === null) return fetchSite === null || fetchSite === 'same-origin' || fetchSite === 'none';
  if (publicOrigin !== null && origin === publicOrigin) return true;
  const from = hostOf(origin);
  return from !== null && host !== null && from === host.toLowerCase();
}

export const mayChange = (question: OriginQuestion): boolean => safe.has(question.method) || isSameOrigin(question);
