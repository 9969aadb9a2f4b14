import type { ApiClient } from './api-client.ts';
import { demoMessages } from './demo-messages.ts';

type List<T> = { items: T[] };

/** Messages to customers, through the API, where a mail server is set up. What was written already is left alone. */
export async function seedDemoMessages(api: ApiClient): Promise<void> {
  const people = new Map(
    (await api.get<List<{ id: string; name: string }>>('contacts?limit=200')).items.map(({ id, name }) => [name, id]),
  );
  for (const { person, subject, text } of demoMessages) {
    const recordId = people.get(person);
    if (recordId === undefined) continue;
    const of = `recordKind=contact&recordId=${recordId}`;
    const { from } = await api.get<{ from: string | null }>(`messages/addresses?${of}`);
    if (from === null) return;
    const known = await api.get<List<{ subject: string }>>(`messages?${of}`);
    if (known.items.some((message) => message.subject === subject)) continue;
    await api.post('messages', { recordKind: 'contact', recordId, subject, text });
  }
}
