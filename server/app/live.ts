/** Table of contents: every live event and snapshot part, and the rooms of a reader. */
import { roomsOfPrincipal } from '../modules/access/access.live.ts';
import type { Principal } from '../modules/access/principal.ts';
import type { LiveParts } from '../platform/realtime/live-server.ts';
import type { App } from './app.ts';

type Parts = Partial<LiveParts<Principal>>;

const parts = (_app: App): Parts[] => [{ rooms: [roomsOfPrincipal] }];

export const live = (app: App): LiveParts<Principal> => {
  const all = parts(app);
  return {
    mappings: all.flatMap(({ mappings = [] }) => mappings),
    snapshot: all.flatMap(({ snapshot = [] }) => snapshot),
    rooms: all.flatMap(({ rooms = [] }) => rooms),
  };
};
