import type { z } from 'zod';

/**
 * The last thing that happens to an answer or a live message before it leaves the house: what this reader may not see of
 * it is taken out. Both borders (http-app.ts, live-socket.ts) pass everything through it, so no module can forget it.
 */
export type Present<Principal> = <Value>(reader: Principal | null, schema: z.ZodType, value: Value) => Value;
