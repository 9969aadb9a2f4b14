/** Refusals of the module. */
import { conflict, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const webhookNotFound = () => notFound('webhooks.not_found', 'There is no such web-hook.');
export const deliveryNotFound = () => notFound('webhooks.delivery_not_found', 'There is no such delivery.');
export const webhookStale = () =>
  conflict('webhooks.stale', 'Somebody else has changed this web-hook in the meantime. Read it again.');
export const urlInvalid = (sentence: string) =>
  invalid('webhooks.invalid_url', `The address cannot be used: it ${sentence}.`, { url: sentence });
export const webhookIsOff = () =>
  conflict('webhooks.is_off', 'This web-hook is switched off. Switch it on before anything is sent.');
