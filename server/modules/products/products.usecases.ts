/** The catalogue: groups and products in them. A product that is not sold any more is turned off, never deleted: deals name it. */
import type { z } from 'zod';
import type {
  newProductGroupSchema,
  newProductSchema,
  Product,
  ProductGroup,
  productGroupPatchSchema,
  productListQuerySchema,
  productPatchSchema,
} from '../../contract/products.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { refuseHeldBack } from '../access/field-rights.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { oneLine } from '../contacts/clean-text.ts';
import { wordsCondition } from '../contacts/search-conditions.ts';
import {
  codeTaken,
  groupNotFound,
  groupStale,
  productInvalid,
  productNotFound,
  productStale,
} from './products.errors.ts';
import type { ProductFacts } from './products.events.ts';
import {
  insertGroup,
  insertProduct,
  lockGroup,
  lockProduct,
  type ProductColumns,
  selectGroups,
  selectProductPage,
  selectProducts,
  toProduct,
  updateGroup,
  updateProduct,
} from './products.repository.ts';

export interface By {
  principal: Principal;
  ip: string;
}

export async function listProducts(
  { database: { sql } }: Platform,
  query: z.output<typeof productListQuerySchema>,
): Promise<Page<Product>> {
  const where = sql.and([
    query.active !== 'all' && sql`(p.active and g.active) = ${query.active === 'true'}`,
    query.groupId !== undefined && sql`p.group_id = ${query.groupId}`,
    query.q?.trim() ? wordsCondition(sql, 'p.search', query.q) : sql`true`,
  ]);
  const rows = await selectProductPage(sql, { where, after: cursorOf(query.cursor, 4), limit: query.limit });
  const keyOf = (row: (typeof rows)[number]) => [String(row.group_position), row.group_id, row.sort_key, row.id];
  return pageOf(rows, query.limit, keyOf, toProduct);
}

/** Products by id, those turned off too. */
export async function readProducts(sql: Sql, ids: readonly string[]): Promise<Map<string, Product>> {
  return new Map((await selectProducts(sql, ids)).map((row) => [row.id, toProduct(row)]));
}

async function columnsOf(tx: Tx, patch: z.output<typeof productPatchSchema>): Promise<ProductColumns> {
  const { groupId, code, name, unit, price, active } = patch;
  if (groupId !== undefined && !(await lockGroup(tx, groupId)))
    throw productInvalid({ groupId: 'is no group there is' });
  return {
    ...(groupId === undefined ? {} : { group_id: groupId }),
    ...(code === undefined ? {} : { code: oneLine(code) }),
    ...(name === undefined ? {} : { name: oneLine(name) }),
    ...(unit === undefined ? {} : { unit: oneLine(unit) }),
    ...(price === undefined ? {} : { price }),
    ...(active === undefined ? {} : { active }),
  };
}

/** One change of a product with its fact and audit; a code that another one has is refused. */
async function write(
  platform: Platform,
  { code, ...by }: By & { code: string | undefined },
  work: (tx: Tx) => Promise<{ id: string; before?: Product }>,
): Promise<Product> {
  try {
    return await platform.database.transaction(async (tx) => {
      const { id, before } = await work(tx);
      const [row] = await selectProducts(tx, [id]);
      if (!row) throw productNotFound();
      const after = toProduct(row);
      const action = before ? 'product.changed' : 'product.created';
      await createAudit(platform).record(tx, { ...by, action, record: id, before, after });
      await tell(platform, tx, by, { type: 'product.changed', payload: { productId: id } });
      return after;
    });
  } catch (error) {
    if (isUniqueViolation(error, 'products_code')) throw codeTaken(code ?? '');
    throw error;
  }
}

type Told =
  | { type: 'product.changed'; payload: { productId: string } }
  | { type: 'product-group.changed'; payload: { groupId: string } };

async function tell({ facts }: Platform, tx: Tx, { principal }: By, told: Told): Promise<void> {
  await facts.append<ProductFacts>(tx, { ...told, subject: 'products', actor: actorOf(principal) });
}

export const createProduct = (platform: Platform, { body, ...by }: By & { body: z.output<typeof newProductSchema> }) =>
  write(platform, { ...by, code: body.code }, async (tx) => {
    // Nothing is sold at a price that whoever adds it may not name.
    refuseHeldBack(by.principal, 'product', body, { isNew: true });
    const id = platform.ids('prd');
    await insertProduct(tx, id, await columnsOf(tx, body), platform.clock.now());
    return { id };
  });

export const changeProduct = (
  platform: Platform,
  { productId, patch, ...by }: By & { productId: string; patch: z.output<typeof productPatchSchema> },
) =>
  write(platform, { ...by, code: patch.code }, async (tx) => {
    refuseHeldBack(by.principal, 'product', patch);
    const row = await lockProduct(tx, productId);
    if (!row) throw productNotFound();
    if (patch.version !== undefined && patch.version !== row.version) throw productStale();
    await updateProduct(tx, productId, await columnsOf(tx, patch), platform.clock.now());
    return { id: productId, before: toProduct(row) };
  });

export const listProductGroups = async ({ database: { sql } }: Platform): Promise<ProductGroup[]> => selectGroups(sql);

async function tellGroup(platform: Platform, tx: Tx, by: By, id: string, before?: ProductGroup): Promise<ProductGroup> {
  const after = await lockGroup(tx, id);
  if (!after) throw groupNotFound();
  const action = before ? 'product-group.changed' : 'product-group.created';
  await createAudit(platform).record(tx, { ...by, action, record: id, before, after });
  await tell(platform, tx, by, { type: 'product-group.changed', payload: { groupId: id } });
  return after;
}

export const createProductGroup = (
  platform: Platform,
  { body, ...by }: By & { body: z.output<typeof newProductGroupSchema> },
): Promise<ProductGroup> =>
  platform.database.transaction(async (tx) => {
    const id = platform.ids('pgr');
    await insertGroup(tx, id, oneLine(body.name));
    return tellGroup(platform, tx, by, id);
  });

export const changeProductGroup = (
  platform: Platform,
  { groupId, patch, ...by }: By & { groupId: string; patch: z.output<typeof productGroupPatchSchema> },
): Promise<ProductGroup> =>
  platform.database.transaction(async (tx) => {
    const before = await lockGroup(tx, groupId);
    if (!before) throw groupNotFound();
    const { version, ...change } = patch;
    if (version !== undefined && version !== before.version) throw groupStale();
    if (Object.keys(change).length > 0) await updateGroup(tx, groupId, change);
    return tellGroup(platform, tx, by, groupId, before);
  });
