/** Reactions of custom fields to their own changes. */
import { listener } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import type { SettingsFacts } from '../settings/settings.events.ts';
import { makeIndexes } from './custom-fields.jobs.ts';

export const customFieldListeners = ({ jobs }: Pick<Platform, 'jobs'>) => [
  listener<SettingsFacts>({
    name: 'make-indexes.on-settings-changed',
    on: ['settings.changed'],
    handle: async ({ payload: { what } }, { tx }) => {
      if (what === 'custom-fields') await jobs.add(tx, makeIndexes, {}, { key: makeIndexes, serial: true });
    },
  }),
];
