/** Refusals of the messages module. */
import { conflict, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const messageNotFound = () => notFound('messages.not_found', 'There is no such message, or not for you.');
export const messageRecordNotFound = () =>
  notFound('messages.record_not_found', 'There is no such record to write to, or not for you.');
export const mailNotSetUp = () =>
  conflict(
    'messages.not_set_up',
    'This server sends no e-mail yet: an administrator sets SMTP_URL and MAIL_FROM (docs/messages.md).',
  );
export const nobodyToWriteTo = () =>
  invalid('messages.no_address', 'This record has no e-mail address.', { to: 'is needed: the record has no address' });
export const messageGone = () =>
  conflict('messages.gone', 'This message has gone out, or is on its way: it cannot be taken back.');
export const messageNotFailed = () =>
  conflict('messages.not_failed', 'Only a message that did not go out, or may not have, can be sent again.');
