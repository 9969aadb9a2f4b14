/** The firm-wide settings in the audit, and how old ones come back. */
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { settingsPatchSchema } from '../../contract/settings.contract.ts';
import { forbidden } from '../../platform/errors/domain-error.ts';
import { canDo } from '../access/permissions.ts';
import type { AuditedKind } from '../audit/audited-kinds.ts';
import { parsedPatch } from '../audit/firm-thing.ts';
import { changeSettings, readSettings } from './settings.usecases.ts';

const settingsNotYours = () => forbidden('settings.not_yours', 'Your role does not allow you to change the settings.');

export const auditedSettings: AuditedKind = {
  kind: 'settings',
  isIdOf: (id) => id === 'settings',
  titles: async (_sql, reader) => new Map(canDo(reader, 'settings.read') ? [['settings', '']] : []),
  restorer: {
    fields: restorableKeys('settings.changed'),
    read: async (platform, sql, reader) => (canDo(reader, 'settings.read') ? readSettings(platform, sql) : null),
    async change(platform, { principal, ip }, _id, values) {
      if (!canDo(principal, 'settings.manage')) throw settingsNotYours();
      return changeSettings(platform, { principal, ip: ip ?? '', patch: parsedPatch(settingsPatchSchema, values) });
    },
  },
};
