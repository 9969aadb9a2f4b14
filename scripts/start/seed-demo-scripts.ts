import type { ApiClient } from './api-client.ts';
import { demoScripts } from './demo-scripts.ts';

/** Scripts of calls, published. One of the same name is left alone. */
export async function seedDemoScripts(api: ApiClient): Promise<void> {
  const { items } = await api.get<{ items: { name: string }[] }>('scripts');
  for (const script of demoScripts)
    if (!items.some(({ name }) => name === script.name)) await api.post('scripts', { ...script, publish: true });
}
