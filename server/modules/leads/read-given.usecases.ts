/** How a lead came to whoever has it: the last time that the rules gave it. */
import type { z } from 'zod';
import type { leadGivenSchema } from '../../contract/webhook-data.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { readContact } from '../contacts/contacts.usecases.ts';
import { leadNotGiven } from './leads.errors.ts';

type Given = z.input<typeof leadGivenSchema>;

interface GivenRow extends Pick<Given, 'why' | 'reason'> {
  owner_id: string;
  owner_name: string;
  from_id: string | null;
  from_name: string | null;
  given_at: Date;
}

/** Refused (404) of somebody whom the reader may not see, or who was never given by the rules. */
export async function readLastGiven(platform: Platform, reader: Principal, contactId: string): Promise<Given> {
  const contact = await readContact(platform, reader, contactId);
  const [row] = await platform.database.sql<GivenRow[]>`
    select h.why, h.reason, h.given_at, a.id as owner_id, a.name as owner_name, f.id as from_id, f.name as from_name
    from lead_hand_overs h join agents a on a.id = h.agent_id left join agents f on f.id = h.from_agent_id
    where h.contact_id = ${contactId} order by h.given_at desc, h.id desc limit 1`;
  if (!row) throw leadNotGiven();
  return {
    contact,
    owner: { id: row.owner_id, name: row.owner_name },
    from: row.from_id === null ? null : { id: row.from_id, name: row.from_name ?? '' },
    why: row.why,
    reason: row.reason,
    at: row.given_at.toISOString(),
  };
}
