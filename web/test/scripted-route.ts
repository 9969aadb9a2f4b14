/** A route of the scripted server. */
import type { LiveEvent } from '../../server/contract/live-events.ts';
import type { World } from './world.ts';

export interface Asked {
  method: string;
  url: URL;
  body: unknown;
  emit: (event: LiveEvent) => void;
}
export interface Answer {
  status: number;
  value?: unknown;
}
export type Route = [pattern: RegExp, run: (world: World, asked: Asked, match: string[]) => Answer];

export const ok = (value?: unknown): Answer => ({ status: value === undefined ? 204 : 200, value });
export const missing: Answer = {
  status: 404,
  value: { error: { code: 'request.no_such_address', message: 'No such address.' } },
};
export const list = (items: unknown[]): Answer => ok({ items, nextCursor: null });
