/** Which value a merged record gets, field by field. */

export type MergeRule =
  /** The value of the record that stays, else the first of the others that has one. */
  | 'first'
  /** The longest text. */
  | 'longest'
  /** Of the oldest record that has one: how somebody came to us does not change later. */
  | 'earliest'
  /** Of the record that was changed last and has one. */
  | 'latest'
  /** Yes when any of them says yes. */
  | 'any'
  /** Nothing is dropped: texts one below the other. */
  | 'joined'
  /** Lists without doubles. */
  | 'united'
  /** Own fields of the firm, each by itself. */
  | 'custom';

export interface FieldRule {
  /** As the contract names it. */
  field: string;
  column: string;
  rule: MergeRule;
  /** Columns that go along with this one. */
  along?: readonly string[];
}

export const contactRules: readonly FieldRule[] = [
  { field: 'name', column: 'name', rule: 'longest' },
  { field: 'role', column: 'role', rule: 'first' },
  { field: 'organisationId', column: 'organisation_id', rule: 'first' },
  { field: 'lifecycle', column: 'lifecycle', rule: 'first' },
  { field: 'ownerId', column: 'owner_agent_id', rule: 'first', along: ['team_id'] },
  { field: 'private', column: 'is_private', rule: 'any' },
  { field: 'emails', column: 'emails', rule: 'united' },
  { field: 'addresses', column: 'addresses', rule: 'united' },
  { field: 'notes', column: 'notes', rule: 'joined' },
  { field: 'vip', column: 'vip', rule: 'any' },
  { field: 'timeZone', column: 'time_zone', rule: 'first' },
  { field: 'birthday', column: 'birthday', rule: 'first' },
  { field: 'mainNeed', column: 'main_need', rule: 'longest' },
  { field: 'satisfaction', column: 'satisfaction', rule: 'latest' },
  { field: 'sourceId', column: 'source_id', rule: 'earliest' },
  { field: 'advertisingChannel', column: 'advertising_channel', rule: 'earliest' },
  { field: 'custom', column: 'custom', rule: 'custom' },
];

export const organisationRules: readonly FieldRule[] = [
  { field: 'name', column: 'name', rule: 'longest' },
  { field: 'parentId', column: 'parent_id', rule: 'first' },
  { field: 'lifecycle', column: 'lifecycle', rule: 'first' },
  { field: 'ownerId', column: 'owner_agent_id', rule: 'first', along: ['team_id'] },
  { field: 'emails', column: 'emails', rule: 'united' },
  { field: 'addresses', column: 'addresses', rule: 'united' },
  { field: 'website', column: 'website', rule: 'first' },
  { field: 'notes', column: 'notes', rule: 'joined' },
  { field: 'timeZone', column: 'time_zone', rule: 'first' },
  { field: 'sourceId', column: 'source_id', rule: 'earliest' },
  { field: 'custom', column: 'custom', rule: 'custom' },
];
