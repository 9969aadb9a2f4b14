/** Pure: what is known of a call, for the macros of its script. */
import type { Contact } from '$contract/contacts.contract.ts';
import type { MacroValues } from '$contract/fill-macros.ts';

export interface KnownOfCall {
  contact: Pick<Contact, 'name' | 'role' | 'organisationName' | 'addresses'> | null;
  /** As it is shown to the reader. */
  phone: string | null;
  agentName: string;
  companyName: string;
}

/** @example macroValues({ contact: card.contact, phone, agentName: session.name, companyName: settings.companyName }) */
export function macroValues({ contact, phone, agentName, companyName }: KnownOfCall): MacroValues {
  const address = contact?.addresses.find(({ primary }) => primary) ?? contact?.addresses[0];
  return {
    'customer.name': contact?.name ?? null,
    'customer.role': contact?.role ?? null,
    'customer.organisation': contact?.organisationName ?? null,
    'customer.city': address?.city ?? null,
    'customer.phone': phone,
    'agent.name': agentName,
    'company.name': companyName,
  };
}
