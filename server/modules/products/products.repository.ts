/** SQL of the catalogue. */
import type { Product, ProductGroup } from '../../contract/products.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';

export interface ProductRow {
  id: string;
  group_id: string;
  group_name: string;
  code: string;
  name: string;
  unit: string;
  price: string;
  active: boolean;
  version: number;
  sort_key: string;
}

const select = `
  select p.id, p.group_id, g.name as group_name, p.code, p.name, p.unit, p.price, p.active, p.version,
    search_text(p.name) as sort_key
  from products p join product_groups g on g.id = p.group_id`;

export const toProduct = (row: ProductRow): Product => ({
  id: row.id,
  groupId: row.group_id,
  groupName: row.group_name,
  code: row.code,
  name: row.name,
  unit: row.unit,
  price: row.price,
  active: row.active,
  version: row.version,
});

export const selectProducts = async (sql: Sql, ids: readonly string[]): Promise<ProductRow[]> =>
  ids.length === 0 ? [] : sql<ProductRow[]>`${sql.unsafe(select)} where p.id = any(${[...ids]}::text[])`;

export async function lockProduct(tx: Tx, id: string): Promise<ProductRow | null> {
  const [locked] = await tx`select from products where id = ${id} for update`;
  return locked ? ((await selectProducts(tx, [id]))[0] ?? null) : null;
}

/** By group, then by name. */
export async function selectProductPage(
  sql: Sql,
  { where, after, limit }: { where: SqlQuery; after: readonly string[] | null; limit: number },
): Promise<(ProductRow & { group_position: number })[]> {
  const rest = after
    ? sql`(g.position, g.id, search_text(p.name), p.id) > (${Number(after[0])}, ${after[1]}, ${after[2]}, ${after[3]})`
    : null;
  return sql<(ProductRow & { group_position: number })[]>`
    select f.*, g2.position as group_position from (
      ${sql.unsafe(select)} where ${sql.and([where, rest])}
      order by g.position, g.id, search_text(p.name), p.id limit ${limit + 1}
    ) f join product_groups g2 on g2.id = f.group_id order by g2.position, g2.id, f.sort_key, f.id`;
}

export type ProductColumns = Partial<{
  group_id: string;
  code: string;
  name: string;
  unit: string;
  price: string;
  active: boolean;
}>;

export async function insertProduct(tx: Tx, id: string, row: ProductColumns, now: Date): Promise<void> {
  await tx`insert into products ${tx({ id, ...row, created_at: now, updated_at: now })}`;
}

export async function updateProduct(tx: Tx, id: string, row: ProductColumns, now: Date): Promise<void> {
  await tx`update products set ${tx({ ...row, updated_at: now })}, version = version + 1 where id = ${id}`;
}

export const selectGroups = (sql: Sql): PromiseLike<ProductGroup[]> =>
  sql<ProductGroup[]>`select id, name, position, active, version from product_groups order by position, id`;

export async function lockGroup(tx: Tx, id: string): Promise<ProductGroup | null> {
  const [row] = await tx<ProductGroup[]>`
    select id, name, position, active, version from product_groups where id = ${id} for update`;
  return row ?? null;
}

export async function insertGroup(tx: Tx, id: string, name: string): Promise<void> {
  await tx`
    insert into product_groups (id, name, position)
    select ${id}, ${name}, coalesce(max(position), 0) + 1 from product_groups`;
}

export async function updateGroup(
  tx: Tx,
  id: string,
  row: Partial<{ name: string; active: boolean; position: number }>,
): Promise<void> {
  await tx`update product_groups set ${tx(row)}, version = version + 1 where id = ${id}`;
}
