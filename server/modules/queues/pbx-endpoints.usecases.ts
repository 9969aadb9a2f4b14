/** What was found on the PBXs: devices, trunks, and which bridge knows which. */
import type { Endpoint, Pbx } from '../../contract/agents.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { selectEndpoints, selectPbxs } from './queues.repository.ts';

/** Devices and trunks of every PBX, with whose they are; devices first. */
export const listEndpoints = (sql: Sql): Promise<Endpoint[]> => selectEndpoints(sql);

export const listPbxs = (sql: Sql): Promise<Pbx[]> => selectPbxs(sql);

/** The bridge that knows this device, one whose link is up before others; null: none has told of it. */
export async function bridgeOfInterface(sql: Sql, device: string): Promise<string | null> {
  const [row] = await sql<{ bridge_id: string }[]>`
    select e.bridge_id from pbx_endpoints e left join pbxs p on p.bridge_id = e.bridge_id
    where e.interface = ${device} order by (p.state = 'up') desc nulls last, e.bridge_id limit 1`;
  return row?.bridge_id ?? null;
}

/** Which devices are ours and which endpoints are trunks: they decide which leg of a call is ours. */
export async function readBridgeConfig(
  sql: Sql,
  bridgeId: string,
): Promise<{ agentInterfaces: string[]; trunkInterfaces: string[] }> {
  const agents = await sql<{ interface: string }[]>`
    select interface from agents where active and interface is not null order by interface`;
  const trunks = await sql<{ interface: string }[]>`
    select interface from pbx_endpoints where bridge_id = ${bridgeId} and kind = 'trunk' order by interface`;
  return {
    agentInterfaces: agents.map((row) => row.interface),
    trunkInterfaces: trunks.map((row) => row.interface),
  };
}
