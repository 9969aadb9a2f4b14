import type { z } from 'zod';
import type { CustomValues } from '$contract/custom-fields.contract.ts';
import type { Deal, dealPatchSchema } from '$contract/deals.contract.ts';
import { readMoney } from './money.ts';

export interface DealDraft {
  title: string;
  potential: string;
  probability: string;
  expectedClose: string;
  ownerId: string;
  /** Entry of the directory of types; '' none. */
  typeId: string;
  partnerId: string;
  mainInterest: string;
  /** Entry of the directory of sources; '' none. */
  sourceId: string;
  advertisingChannel: string;
  /** Kept as ids; what they are called stands beside them. */
  contactId: string;
  organisationId: string;
  managers: { agentId: string; name: string; role: string }[];
  contacts: { contactId: string; name: string; role: string }[];
}

export const dealDraft = (deal: Deal): DealDraft => ({
  title: deal.title,
  potential: deal.potential.replace(/\.00$/, ''),
  probability: String(deal.probability),
  expectedClose: deal.expectedClose ?? '',
  ownerId: deal.owner?.id ?? '',
  typeId: deal.typeId ?? '',
  partnerId: deal.partner?.id ?? '',
  mainInterest: deal.mainInterest,
  sourceId: deal.sourceId ?? '',
  advertisingChannel: deal.advertisingChannel,
  contactId: deal.contactId ?? '',
  organisationId: deal.organisationId ?? '',
  managers: deal.managers.map(({ agent, role }) => ({ agentId: agent.id, name: agent.name, role })),
  contacts: deal.contacts.map((one) => ({ ...one })),
});

export const isPercent = (text: string): boolean => /^\d{1,3}$/.test(text.trim()) && Number(text) <= 100;

/** A potential that the reader's role hides is empty, and nothing is wrong with it. */
export const isWrong = (
  draft: DealDraft,
  { potential }: Pick<Deal, 'potential'>,
): { potential: boolean; probability: boolean } => ({
  potential: potential !== '' && readMoney(draft.potential) === null,
  probability: !isPercent(draft.probability),
});

/**
 * What was changed, with the version it was changed from; null: nothing, or something that cannot be sent.
 * @param custom changed values of the firm's own fields (`customChanges`)
 */
export function dealPatch(
  deal: Deal,
  draft: DealDraft,
  custom: CustomValues | null = null,
): z.input<typeof dealPatchSchema> | null {
  const before = dealDraft(deal);
  const wrong = isWrong(draft, deal);
  if (wrong.potential || wrong.probability || draft.title.trim() === '') return null;
  const has = (key: keyof DealDraft) => JSON.stringify(before[key]) !== JSON.stringify(draft[key]);
  const patch: z.input<typeof dealPatchSchema> = {
    ...(has('title') && { title: draft.title.trim() }),
    ...(has('potential') && { potential: readMoney(draft.potential) ?? '0' }),
    ...(has('probability') && { probability: Number(draft.probability) }),
    ...(has('expectedClose') && { expectedClose: draft.expectedClose || null }),
    ...(has('ownerId') && { ownerId: draft.ownerId || null }),
    ...(has('typeId') && { typeId: draft.typeId || null }),
    ...(has('partnerId') && { partnerId: draft.partnerId || null }),
    ...(has('mainInterest') && { mainInterest: draft.mainInterest }),
    ...(has('sourceId') && { sourceId: draft.sourceId || null }),
    ...(has('advertisingChannel') && { advertisingChannel: draft.advertisingChannel }),
    ...(has('contactId') && { contactId: draft.contactId || null }),
    ...(has('organisationId') && { organisationId: draft.organisationId || null }),
    ...(has('managers') && { managers: draft.managers.map(({ agentId, role }) => ({ agentId, role })) }),
    ...(has('contacts') && { contacts: draft.contacts.map(({ contactId, role }) => ({ contactId, role })) }),
    ...(custom && { custom }),
  };
  return Object.keys(patch).length === 0 ? null : { ...patch, version: deal.version };
}
