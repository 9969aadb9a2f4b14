/** A user for other modules: where they are reached, in which language, at which telephone. The caller checks the access. */
import type { Language } from '../../contract/access.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { findUser } from './users.repository.ts';

export interface UserContact {
  name: string;
  email: string;
  language: Language;
  agentId: string | null;
}

/** Null: there is none, or they left. */
export async function readUserContact(sql: Sql, userId: string): Promise<UserContact | null> {
  const user = await findUser(sql, userId);
  if (!user?.active) return null;
  return { name: user.name, email: user.email, language: user.language, agentId: user.agent_id };
}
