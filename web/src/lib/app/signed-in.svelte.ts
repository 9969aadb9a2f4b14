import type { Session } from '$contract/access.contract.ts';
import { createApi } from '$lib/api/api.ts';
import { createRequest } from '$lib/api/request.ts';

/** The session of this page: read once, kept while the language or the page changes. */
class SignedIn {
  readonly api = createApi(createRequest((...args) => fetch(...args)));
  #session: Session | null = null;

  async read(): Promise<Session> {
    this.#session ??= await this.api.session.read();
    return this.#session;
  }

  async signIn(email: string, password: string): Promise<Session> {
    this.#session = await this.api.session.signIn({ email, password });
    return this.#session;
  }

  forget(): void {
    this.#session = null;
  }
}

export const signedIn = new SignedIn();
