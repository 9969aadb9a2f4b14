import type { IForbiddenRuleType } from 'dependency-cruiser';

/**
 * Floors of the server's modules: a module may import its own floor and the ones below. Upwards there are only facts.
 * The same list is drawn in ARCHITECTURE.md.
 */
export const moduleFloors: string[][] = [
  ['access', 'audit', 'settings', 'custom-fields', 'directories', 'reversible-actions', 'jobs'],
  ['phones', 'files', 'do-not-call'],
  ['contacts', 'organisations', 'agents', 'queues', 'tasks'],
  ['pbx', 'retry-rules', 'products', 'merges', 'hand-overs'],
  ['calls', 'messages'],
  ['recordings', 'missed-calls', 'deals'],
  ['search', 'segments', 'rotations', 'deal-scoring', 'imports', 'exports', 'leads'],
  ['scripts', 'call-lists', 'campaigns', 'dialer', 'queue-callbacks', 'routing'],
  ['webhooks', 'web-forms', 'cti'],
];

const only = (name: string, from: string, allowed: string, comment: string): IForbiddenRuleType => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { path: '^(pbx-bridge|server|web|scripts|test)/', pathNot: allowed },
});

const floorRules: IForbiddenRuleType[] = moduleFloors.slice(0, -1).map((floor, index) => ({
  name: `floor-${index}-looks-down`,
  comment: 'Between modules arrows point downwards; upwards use a fact of the outbox.',
  severity: 'error',
  from: { path: `^server/modules/(${floor.join('|')})/`, pathNot: '\\.test\\.ts$' },
  to: {
    path: `^server/modules/(${moduleFloors
      .slice(index + 1)
      .flat()
      .join('|')})/`,
  },
}));

export const rules: IForbiddenRuleType[] = [
  {
    name: 'no-cycles',
    comment: 'A cycle means that two files are one; move what both need below them.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  only('bridge-stands-alone', '^pbx-bridge/', '^pbx-bridge/', 'The bridge imports nothing of ours.'),
  only('bridge-contract-is-a-leaf', '^pbx-bridge/contract/', '^pbx-bridge/contract/', 'The contract imports zod only.'),
  only(
    'pure-reducers',
    '^pbx-bridge/(calls|queues|agents)/',
    '^pbx-bridge/(calls|queues|agents|contract)/|^pbx-bridge/ami/ami-event\\.ts$',
    'Reducers are pure: they know the contract and the shape of an AMI event.',
  ),
  only(
    'server-contract',
    '^server/contract/',
    '^(server/contract|pbx-bridge/contract)/',
    'What the console may import.',
  ),
  only(
    'platform-knows-no-module',
    '^server/platform/',
    '^(server/platform|server/contract|pbx-bridge/contract)/',
    'Machinery knows no module.',
  ),
  only(
    'modules-know-no-app',
    '^server/modules/',
    '^(server/modules|server/platform|server/contract|pbx-bridge/contract)/',
    'Modules are put together in server/app.',
  ),
  only(
    'server-stands-alone',
    '^server/',
    '^(server|pbx-bridge/contract)/',
    'The server knows the bridge by its contract.',
  ),
  only(
    'web-through-the-contract',
    '^web/',
    '^(web|server/contract|pbx-bridge/contract)/',
    'The console knows the contract only.',
  ),
  {
    name: 'own-repository',
    comment: 'Use the other module’s usecases; its tables are its own business.',
    severity: 'error',
    from: { path: '^server/modules/([^/]+)/', pathNot: '\\.test\\.ts$' },
    to: { path: '^server/modules/[^/]+/.*\\.(repository|table)\\.ts$', pathNot: '^server/modules/$1/' },
  },
  {
    name: 'nobody-imports-app',
    comment: 'The composition root is imported by what starts it and by tests.',
    severity: 'error',
    from: { path: '^server/(modules|platform|contract)/', pathNot: '\\.test\\.ts$' },
    to: { path: '^server/app/' },
  },
  ...floorRules,
];
