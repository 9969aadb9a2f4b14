import type { Api, MergeKind } from '$lib/api/api.ts';

export interface LikelySame {
  id: string;
  name: string;
  because: readonly ('phone' | 'email' | 'name')[];
}

/** Records that share a number, an e-mail or (organisations) a name with this one, as far as one may see them. */
export async function likelySame(api: Api, kind: MergeKind, recordId: string): Promise<LikelySame[]> {
  if (kind === 'contact') {
    const { items } = await api.merges.pairs({ contactId: recordId, limit: 20 });
    return items.map(({ first, second, because }) => ({ ...(first.id === recordId ? second : first), because }));
  }
  const { name, phones, emails } = await api.organisations.read(recordId);
  const phone = (phones.find(({ primary }) => primary) ?? phones[0])?.raw;
  const { items } = await api.organisations.duplicates({ name, phone, email: emails[0] });
  return items.flatMap(({ organisationId, name: other, because, restricted }) =>
    organisationId === null || organisationId === recordId || restricted
      ? []
      : [{ id: organisationId, name: other, because }],
  );
}

/** Anybody by typing. */
export async function findRecords(
  api: Api,
  kind: MergeKind,
  q: string,
): Promise<{ value: string; label: string; hint?: string }[]> {
  if (kind === 'organisation') {
    const { items } = await api.organisations.list({ q, limit: 20 });
    return items.map(({ id, name }) => ({ value: id, label: name }));
  }
  const { items } = await api.contacts.list({ q, limit: 20 });
  return items.map(({ id, name, organisationName }) => ({
    value: id,
    label: name,
    hint: organisationName ?? undefined,
  }));
}
