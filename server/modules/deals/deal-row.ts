/** A stored deal, and how the contract shows it to a reader. */

import type { CustomValues } from '../../contract/custom-fields.contract.ts';
import type { Deal, DealCard, DealRef } from '../../contract/deals.contract.ts';
import {
  type DealMode,
  type DealState,
  type RequirableField,
  requirableFields,
} from '../../contract/pipelines.contract.ts';
import { canSee } from '../access/permissions.ts';

export interface DealRow {
  id: string;
  title: string;
  pipeline_id: string;
  stage_id: string;
  stage_name: string;
  last_open_stage_id: string;
  state: DealState;
  mode: DealMode;
  contact_id: string | null;
  contact_name: string | null;
  contact_owner_agent_id: string | null;
  contact_team_id: string | null;
  type_id: string | null;
  partner_id: string | null;
  partner_name: string | null;
  partner_owner_agent_id: string | null;
  partner_team_id: string | null;
  contact_is_private: boolean | null;
  organisation_id: string | null;
  organisation_name: string | null;
  organisation_owner_agent_id: string | null;
  organisation_team_id: string | null;
  owner_agent_id: string | null;
  owner_name: string | null;
  agent_ids: string[];
  team_id: string | null;
  potential: string;
  max_potential: string;
  probability: number;
  expected_sum: string;
  expected_close: string | null;
  main_interest: string;
  source_id: string | null;
  advertising_channel: string;
  loss_reason_id: string | null;
  loss_reason_name: string | null;
  loss_comment: string;
  custom: CustomValues;
  call_ids: string[];
  stage_since: Date;
  closed_at: Date | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

/** Whoever reads; null: the server itself. */
export type DealReader = Parameters<typeof canSee>[0] | null;

/** Whose a deal is, for the access rule. */
export const ownershipOf = (row: Pick<DealRow, 'agent_ids' | 'team_id'>) => ({
  ownerAgentIds: row.agent_ids,
  teamIds: [row.team_id],
});

const maySeeClient = (reader: DealReader, owner: string | null, team: string | null, isPrivate = false): boolean =>
  reader === null || canSee(reader, 'contacts.read', { ownerAgentIds: [owner], teamIds: [team], isPrivate });

/** Of a colleague's client neither the name nor the id is told, though the deal is. */
export function toCard(row: DealRow, reader: DealReader): DealCard {
  const seesContact = maySeeClient(
    reader,
    row.contact_owner_agent_id,
    row.contact_team_id,
    row.contact_is_private ?? false,
  );
  const seesOrganisation = maySeeClient(reader, row.organisation_owner_agent_id, row.organisation_team_id);
  return {
    id: row.id,
    title: row.title,
    pipelineId: row.pipeline_id,
    stageId: row.stage_id,
    stageName: row.stage_name,
    state: row.state,
    mode: row.mode,
    contactId: seesContact ? row.contact_id : null,
    contactName: seesContact ? row.contact_name : null,
    organisationId: seesOrganisation ? row.organisation_id : null,
    organisationName: seesOrganisation ? row.organisation_name : null,
    owner: row.owner_agent_id === null ? null : { id: row.owner_agent_id, name: row.owner_name ?? '' },
    potential: row.potential,
    probability: row.probability,
    expectedSum: row.expected_sum,
    expectedClose: row.expected_close,
    stageSince: row.stage_since.toISOString(),
    createdAt: row.created_at.toISOString(),
    custom: row.custom,
    version: row.version,
  };
}

export const toRef = (row: DealRow): DealRef => ({
  id: row.id,
  title: row.title,
  stageName: row.stage_name,
  state: row.state,
  potential: row.potential,
  expectedClose: row.expected_close,
  owner: row.owner_agent_id === null ? null : { id: row.owner_agent_id, name: row.owner_name ?? '' },
});

/** What hangs on a deal, read beside it. */
export interface DealParts {
  managers: Deal['managers'];
  contacts: (Deal['contacts'][number] & { ownerAgentId: string | null; teamId: string | null; isPrivate: boolean })[];
  stageTasks: Deal['stageTasks'];
}

export function toDeal(row: DealRow, parts: DealParts, reader: DealReader): Deal {
  return {
    ...toCard(row, reader),
    managers: parts.managers,
    contacts: parts.contacts
      .filter(({ ownerAgentId, teamId, isPrivate }) => maySeeClient(reader, ownerAgentId, teamId, isPrivate))
      .map(({ contactId, name, role }) => ({ contactId, name, role })),
    maxPotential: row.max_potential,
    typeId: row.type_id,
    partner:
      row.partner_id !== null && maySeeClient(reader, row.partner_owner_agent_id, row.partner_team_id)
        ? { id: row.partner_id, name: row.partner_name ?? '' }
        : null,
    mainInterest: row.main_interest,
    sourceId: row.source_id,
    advertisingChannel: row.advertising_channel,
    lossReason: row.loss_reason_id === null ? null : { id: row.loss_reason_id, name: row.loss_reason_name ?? '' },
    lossComment: row.loss_comment,
    callIds: row.call_ids,
    stageTasks: parts.stageTasks,
    closedAt: row.closed_at?.toISOString() ?? null,
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Fields that hold something, of those a stage may require. */
export function filledFields(row: DealRow, lines: { offered: number; sold: number }): Set<RequirableField> {
  const holds: Record<(typeof requirableFields)[number], boolean> = {
    contact: row.contact_id !== null,
    organisation: row.organisation_id !== null,
    owner: row.owner_agent_id !== null,
    potential: Number(row.potential) > 0,
    expectedClose: row.expected_close !== null,
    mainInterest: row.main_interest !== '',
    source: row.source_id !== null,
    advertisingChannel: row.advertising_channel !== '',
    offeredLines: lines.offered > 0,
    soldLines: lines.sold > 0,
  };
  const own = Object.keys(row.custom).map((key): RequirableField => `custom.${key}`);
  return new Set([...own, ...requirableFields.filter((field) => holds[field])]);
}
