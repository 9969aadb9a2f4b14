/** What an import does unless somebody chooses otherwise: nothing is lost and nobody is overwritten. */
import type { ImportDefaults, ImportRules } from '../../contract/imports.contract.ts';

export const defaultRules = (target: 'contacts' | 'organisations'): ImportRules => ({
  inFile: { phone: 'merge', email: 'merge', name: target === 'organisations' ? 'merge' : 'keep' },
  inBase: {
    phone: 'update-empty',
    email: 'update-empty',
    name: target === 'organisations' ? 'update-empty' : 'create',
  },
  namesTellApart: target === 'contacts',
});

/** New records are as usual: nobody's, leads, people of the source "import". */
export const noDefaults: ImportDefaults = { ownerId: null, ownerIds: [], sourceId: null, lifecycle: null };
