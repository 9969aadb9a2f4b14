/** Bodies of new people and organisations as the API makes them of what was sent: everything left out has its default. */
import type { z } from 'zod';
import { newContactSchema, newOrganisationSchema } from '../../server/contract/contacts.contract.ts';
import type { CallsOfOthers } from '../../server/modules/contacts/create-contact.usecases.ts';

export const newContact = (body: z.input<typeof newContactSchema>) => newContactSchema.parse(body);
export const newOrganisation = (body: z.input<typeof newOrganisationSchema>) => newOrganisationSchema.parse(body);
/** For people who are made without any call. */
export const noCalls: CallsOfOthers = {
  mayWorkOn: async () => false,
  isMissed: async () => false,
  firstDialled: async () => null,
};
/** Numbers as they were typed, nothing else said of them. */
export const typed = (...numbers: string[]) => numbers.map((raw) => ({ raw }));
