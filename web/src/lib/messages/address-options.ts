import type { MessageAddresses } from '$contract/messages.contract.ts';
import { m } from '$lib/paraglide/messages.js';

/** The choice of an address that stands nowhere. */
export const ANOTHER = '*';

/** PURE: the addresses of a record to choose from; one that the reader may not see is chosen by the name. */
export const addressOptions = (known: MessageAddresses['items']): { value: string; label: string; hint?: string }[] => [
  ...known.map(({ address, name }) =>
    address === null ? { value: '', label: name } : { value: address, label: address, hint: name },
  ),
  { value: ANOTHER, label: m.message_another() },
];
