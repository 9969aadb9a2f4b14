/** Consoles are told that settings changed and read them again. */
import { rooms } from '../../contract/live-events.ts';
import type { Platform } from '../../platform/platform.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { SettingsFacts } from './settings.events.ts';

export const settingsLive = (_platform: Platform) => ({
  mappings: [
    liveMapping<SettingsFacts>({
      on: ['settings.changed'],
      toMessages: async ({ payload }) => [
        { rooms: [rooms.everybody], event: { name: 'settings.changed', payload: { what: payload.what } } },
      ],
    }),
  ],
  snapshot: [],
  rooms: [],
});
