/** The two kinds of record that can be merged, and the movers of each. */

import type { Platform } from '../../platform/platform.ts';
import type { MergedRecord, MergeMover } from '../reversible-actions/movers.ts';
import { contactRules, type FieldRule, organisationRules } from './merge-rules.ts';
import { phonesMover } from './move-phones.ts';
import { contactRolesMover, organisationRolesMover, picksMover } from './move-roles.ts';

export interface MergeDeps extends Pick<Platform, 'clock' | 'ids' | 'facts' | 'database'> {
  /** Everything that hangs on people and organisations, in the order in which it moves. */
  movers: readonly MergeMover[];
}

export interface MergeKind {
  record: MergedRecord;
  rules: readonly FieldRule[];
}

export const mergeKinds: Record<MergedRecord, MergeKind> = {
  contact: { record: 'contact', rules: contactRules },
  organisation: { record: 'organisation', rules: organisationRules },
};

/** What moves with every merge; `server/app` adds what hangs on the records in other modules. */
export const ownMovers = ({ facts }: Pick<Platform, 'facts'>): MergeMover[] => [
  phonesMover(facts, 'contact'),
  contactRolesMover,
  picksMover,
  phonesMover(facts, 'organisation'),
  organisationRolesMover,
];

export const moversOf = ({ movers }: Pick<MergeDeps, 'movers'>, record: MergedRecord): MergeMover[] =>
  movers.filter((mover) => mover.record === record);
