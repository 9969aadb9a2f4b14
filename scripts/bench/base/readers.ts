/** Who asks: what is quick for somebody who sees everything need not be for those who see their own and their team's. */
import type { ServerStack } from '../../stack/server-stack.ts';

export interface Reader {
  name: string;
  headers: Record<string, string>;
}

const password = 'bench-password-0123456789';
const json = { 'content-type': 'application/json' };

export const administrator = ({ env }: ServerStack): Reader => ({
  name: 'administrator',
  headers: { ...json, authorization: `Bearer ${env.TRUNKLINE_API_KEY}` },
});

/** A manager sees all but private people, a supervisor the team's, an operator the own ones and nobody's; each has records of their own. */
const roles = ['manager', 'supervisor', 'operator'] as const;

/** The n-th of the agents whose records fill the base: the first ones are those who ask. */
export const agentOf = (number: number, teamId: string | null) => ({
  ...{ name: `Agent ${number}`, teamId, interface: null, password },
  email: emailOf(roles[number] ?? `a${number}`),
  role: roles[number] ?? 'operator',
});

const emailOf = (name: string) => `${name}@bench.example`;

export const otherReaders = ({ url }: ServerStack): Promise<Reader[]> =>
  Promise.all(
    roles.map(async (name) => ({
      name,
      headers: { ...json, ...(await signIn(url, { email: emailOf(name), password })) },
    })),
  );

async function signIn(url: string, credentials: object): Promise<Record<string, string>> {
  const reply = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { ...json, origin: url },
    body: JSON.stringify(credentials),
  });
  if (!reply.ok) throw new Error(`signing in was answered with ${reply.status}: ${await reply.text()}`);
  const cookie = reply.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { cookie, origin: url };
}
