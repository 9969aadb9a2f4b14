import { type ApiClient, ApiRefused } from './api-client.ts';
import { type DemoDeal, demoDeals, demoProducts } from './demo-deals.ts';

type Created = { id: string };
type Person = Created & { name: string; owner: Created | null };
type Product = Created & { code: string };
type List<T> = { items: T[] };

const dayMs = 86_400_000;

async function seedProducts(api: ApiClient): Promise<Map<string, string>> {
  const known = new Map(
    (await api.get<List<Product>>('products?active=all&limit=200')).items.map(({ code, id }) => [code, id]),
  );
  const groups = new Map(
    (await api.get<List<Created & { name: string }>>('product-groups')).items.map(({ name, id }) => [name, id]),
  );
  for (const { group, ...product } of demoProducts) {
    if (known.has(product.code)) continue;
    const groupId = groups.get(group) ?? (await api.post<Created>('product-groups', { name: group })).id;
    groups.set(group, groupId);
    known.set(product.code, (await api.post<Created>('products', { ...product, groupId })).id);
  }
  return known;
}

async function seedDeal(api: ApiClient, deal: DemoDeal, person: Person | undefined, products: Map<string, string>) {
  const { title, stage, potential, interest, source, closesInDays, lossReason, lossComment } = deal;
  const closes = closesInDays === null ? null : new Date(Date.now() + closesInDays * dayMs).toISOString().slice(0, 10);
  const made = await api.post<Created>('deals', {
    title,
    potential,
    mainInterest: interest,
    sourceId: source ?? undefined,
    expectedClose: closes,
    // What is closed went the whole way before.
    stageId: stage === 'stg_won' || stage === 'stg_lost' ? 'stg_agreement' : stage,
    contactId: person?.id ?? null,
    ownerId: person?.owner?.id ?? null,
  });
  const lines = deal.offered.map(([code, quantity]) => ({ productId: products.get(code) ?? null, quantity }));
  const sold = stage === 'stg_won' ? lines : [];
  if (lines.length > 0) await api.put(`deals/${made.id}/lines`, { offered: lines, sold });
  if (stage === 'stg_won') await api.post(`deals/${made.id}/stage`, { stageId: stage });
  if (stage === 'stg_lost')
    await api.post(`deals/${made.id}/stage`, { stageId: stage, lossReasonId: lossReason, lossComment });
}

/**
 * A catalogue and deals in every stage, through the API. What is there already is left alone; a pipeline that was changed
 * before the demonstration came is somebody's, and gets nothing.
 */
export async function seedDemoDeals(api: ApiClient): Promise<void> {
  const products = await seedProducts(api);
  const people = new Map((await api.get<List<Person>>('contacts?limit=200')).items.map((one) => [one.name, one]));
  const known = new Set((await api.get<List<{ title: string }>>('deals?limit=200')).items.map(({ title }) => title));
  for (const deal of demoDeals) {
    if (known.has(deal.title)) continue;
    try {
      await seedDeal(api, deal, people.get(deal.person), products);
    } catch (error) {
      if (!(error instanceof ApiRefused) || (error.status !== 409 && error.status !== 422)) throw error;
    }
  }
}
