/** The catalogue in the audit: names, and how old values (a price, a group) come back. */
import { productGroupPatchSchema, productPatchSchema } from '../../contract/products.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import type { AuditedKind } from '../audit/audited-kinds.ts';
import { auditedFirmThing, foundIn } from '../audit/firm-thing.ts';
import { selectGroups } from './products.repository.ts';
import { changeProduct, changeProductGroup, readProducts } from './products.usecases.ts';

const rights = { read: 'products.read', write: 'products.manage' } as const;

export const auditedProducts: AuditedKind[] = [
  auditedFirmThing({
    kind: 'product',
    prefix: 'prd',
    rights,
    fields: restorableKeys('product.changed'),
    patch: productPatchSchema,
    find: readProducts,
    change: (platform, by, productId, patch) => changeProduct(platform, { productId, patch, ...by }),
  }),
  auditedFirmThing({
    kind: 'product-group',
    prefix: 'pgr',
    rights,
    fields: restorableKeys('product-group.changed'),
    patch: productGroupPatchSchema,
    find: async (sql, ids) => foundIn(await selectGroups(sql), ids),
    change: (platform, by, groupId, patch) => changeProductGroup(platform, { groupId, patch, ...by }),
  }),
];
