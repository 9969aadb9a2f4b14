import type { Contact, Phone } from '$contract/contacts.contract.ts';

/** The number a person is called on first. */
export const firstPhone = ({ phones }: Pick<Contact, 'phones'>): Phone | undefined =>
  phones.find(({ primary }) => primary) ?? phones[0];
