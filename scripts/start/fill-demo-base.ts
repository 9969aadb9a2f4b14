/** Fills the base of the demonstration at the first start, with the rights of its administrator. */
import { ApiRefused, apiClient } from './api-client.ts';
import { isDemoBaseFilled, seedDemoBase } from './seed-demo-base.ts';
import type { SignIns } from './sign-ins.ts';

export type FillDemoBase = {
  url: string;
  /** TRUNKLINE_API_KEY, when it is set. */
  apiKey: string | null;
  administrator: { email: string; password: string };
  signIns: SignIns;
  dataDir: string;
  say: (line: string) => void;
};

/**
 * Does nothing when it has been done. A base whose administrator has another password by now (a database that was there
 * before, a restored backup) is somebody's: it is left as it is, and that is said.
 */
export async function fillDemoBase(options: FillDemoBase): Promise<void> {
  const { url, apiKey, administrator, signIns, dataDir, say } = options;
  if (isDemoBaseFilled(dataDir)) return;
  try {
    const api = apiKey ? apiClient(url, apiKey) : await apiClient.signedIn(url, administrator);
    await seedDemoBase(api, signIns, dataDir);
  } catch (error) {
    if (!(error instanceof ApiRefused) || (error.status !== 401 && error.status !== 429)) throw error;
    say(
      `The demonstration base is not filled: ${administrator.email} does not sign in with the password of this start.`,
    );
  }
}
