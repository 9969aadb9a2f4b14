/** Consoles read the catalogue again when it changed. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { ProductFacts } from './products.events.ts';

export const productLive = () => ({
  mappings: [
    liveMapping<ProductFacts>({
      on: ['product.changed', 'product-group.changed'],
      toMessages: async () => [
        { rooms: [rooms.everybody], event: { name: 'settings.changed' as const, payload: { what: 'products' } } },
      ],
    }),
  ],
});
