/** The HTTP API as the start scripts use it: JSON in, JSON out, one sentence when it is refused. */
export type ApiClient = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
};

type Credentials = { email: string; password: string };

/** Authorised by an API key. */
export function apiClient(baseUrl: string, key: string): ApiClient {
  return clientWith(baseUrl, { authorization: `Bearer ${key}` });
}

/** Authorised by a person's sign-in. @throws ApiRefused */
apiClient.signedIn = async (baseUrl: string, credentials: Credentials): Promise<ApiClient> => {
  const response = await fetch(`${baseUrl}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: baseUrl },
    body: JSON.stringify(credentials),
  });
  if (!response.ok) throw new ApiRefused('POST', 'session', response.status, await response.text());
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return clientWith(baseUrl, { cookie, origin: baseUrl });
};

function clientWith(baseUrl: string, authorisation: Record<string, string>): ApiClient {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${baseUrl}/api/${path}`, {
      method,
      headers: { ...authorisation, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiRefused(method, path, response.status, text);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    patch: (path, body) => call('PATCH', path, body),
  };
}

/** An answer of the API that is not 2xx. */
export class ApiRefused extends Error {
  readonly status: number;
  constructor(method: string, path: string, status: number, body: string) {
    super(`${method} /api/${path} was refused with ${status}: ${body.slice(0, 500)}`);
    this.status = status;
  }
}
