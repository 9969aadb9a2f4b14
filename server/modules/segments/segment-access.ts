/** Who may use and who may change a saved filter: as a function, and as SQL for lists. Tested against each other. */
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { canDo } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import type { SegmentRow } from './segments.repository.ts';

type Whose = Pick<SegmentRow, 'shared' | 'owner_user_id' | 'team_id'>;
type Reader = Pick<Principal, 'role' | 'userId' | 'teamId'>;

const isOwner = (reader: Reader, segment: Whose): boolean =>
  reader.userId !== null && segment.owner_user_id === reader.userId;

export const mayUseSegment = (reader: Reader, segment: Whose): boolean =>
  segment.shared === 'everybody' ||
  isOwner(reader, segment) ||
  (segment.shared === 'team' && reader.teamId !== null && segment.team_id === reader.teamId);

/** Whoever made it; shared ones also those who look after them for the firm. */
export const mayChangeSegment = (reader: Reader, segment: Whose): boolean =>
  isOwner(reader, segment) || (mayUseSegment(reader, segment) && canDo(reader, 'segments.manage'));

export const usableSegments = (sql: Sql, { userId, teamId }: Reader): SqlQuery =>
  sql`(s.shared = 'everybody' or s.owner_user_id = ${userId} or (s.shared = 'team' and s.team_id = ${teamId}))`;
