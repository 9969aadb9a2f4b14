/** How long the server may take to migrate and answer, milliseconds. Long, because a restored database may be large. */
const LIMIT_MS = 120_000;
const PAUSE_MS = 100;

/** Resolves when the server says that it is healthy. @throws Error with one sentence when it never does. */
export async function waitForServer(url: string): Promise<void> {
  for (let waited = 0; waited < LIMIT_MS; waited += PAUSE_MS) {
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(
    `The server did not answer at ${url}/healthz within ${LIMIT_MS / 1000} s; its log is in DATA_DIR/logs/server.log.`,
  );
}
