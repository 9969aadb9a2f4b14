/** How long the bridge may take to sign in to a PBX before we say that it has not, milliseconds. */
const LIMIT_MS = 10_000;
/** How long it may take to find out, once signed in, which rights are missing, milliseconds. */
const RIGHTS_MS = 3_000;
const PAUSE_MS = 200;

type Health = { bridges?: readonly { state: string }[] };

/**
 * One sentence about the person's own PBX: whether the bridge got in. Why it did not, it has said itself by then.
 * @param url address of the server, whose health tells of the bridge
 */
export async function describePbx(url: string): Promise<string> {
  let state = await stateOf(url);
  for (let waited = 0; waited < LIMIT_MS && state === 'connecting'; waited += PAUSE_MS) {
    await pause(PAUSE_MS);
    state = await stateOf(url);
  }
  if (state !== 'up') return sentenceOf(state);
  for (let waited = 0; waited < RIGHTS_MS && state === 'up'; waited += PAUSE_MS) {
    await pause(PAUSE_MS);
    state = await stateOf(url);
  }
  return sentenceOf(state);
}

/** A bridge that has not said anything yet is connecting. */
async function stateOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/healthz`).catch(() => null);
  const health = answer?.ok ? ((await answer.json()) as Health) : {};
  return health.bridges?.[0]?.state ?? 'connecting';
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** @example sentenceOf('rejected') // 'Your PBX rejects the sign-in: …' */
export function sentenceOf(state: string): string {
  switch (state) {
    case 'up':
      return 'Your PBX is connected; the telephones and queues found there wait in Settings, Telephones.';
    case 'lacking-rights':
      return 'Your PBX is connected, but rights are missing: see above and docs/asterisk.md.';
    case 'rejected':
      return 'Your PBX rejects the sign-in: see above and docs/asterisk.md. It is tried again by itself.';
    case 'refused':
      return 'Your PBX cannot be reached: see above. It is tried again by itself.';
    default:
      return 'Your PBX does not answer yet. It is tried again by itself; Settings, Telephones shows how it goes.';
  }
}
