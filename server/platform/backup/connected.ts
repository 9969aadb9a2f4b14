import pg from 'pg';

/** A connection of its own. When it is lost the next statement fails; without a listener the whole process would. */
export async function connected(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
