/** Refusals of the catalogue and of lines. */
import { conflict, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const productNotFound = () => notFound('products.not_found', 'There is no such product.');
export const groupNotFound = () => notFound('products.group_not_found', 'There is no such group of products.');
export const productStale = () =>
  conflict('products.stale', 'Somebody else has changed this product in the meantime. Read it again.');
export const groupStale = () =>
  conflict('products.group_stale', 'Somebody else has changed this group in the meantime. Read it again.');
export const codeTaken = (code: string) =>
  conflict('products.code_taken', `Another product has the code ${code}. Give this one its own.`);
export const productInvalid = (fields: Record<string, string>) =>
  invalid('products.invalid', 'Some fields cannot be used.', fields);
export const discountTooLarge = (maxPercent: number, fields: Record<string, string>) =>
  invalid(
    'products.discount_too_large',
    `You may give a discount of ${maxPercent} % at most, a lower price counted in. Ask somebody who may give more.`,
    fields,
  );
