/** Refusals of the files module. */
import { conflict, DomainError, forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const fileNotFound = () => notFound('files.not_found', 'There is no such file, or not for you.');
export const fileRecordNotFound = () =>
  notFound('files.record_not_found', 'There is no such record to keep files of, or not for you.');
export const fileNotYours = () =>
  forbidden('files.not_yours', 'You may see this record, but not change it; so its files stay as they are.');
export const fileNotDeleted = () => conflict('files.not_deleted', 'This file has not been deleted.');
export const fileTooLarge = (maxBytes: number) =>
  new DomainError({
    code: 'files.too_large',
    status: 413,
    message: `The file is larger than ${Math.floor(maxBytes / 1024 ** 2)} MB. Send a smaller one, or a link to it.`,
  });
export const fileEmpty = () => invalid('files.empty', 'The file is empty: nothing was kept.');
export const tooManyFiles = (most: number) =>
  conflict('files.too_many', `This record has ${most} files, the most there can be. Delete some first.`);
export const fileCutOff = () =>
  invalid('files.cut_off', 'The file ended before all of it had come: nothing was kept. Send it again.');
