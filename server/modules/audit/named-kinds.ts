/** Pure: things of the firm that have no page of their own; whoever may read them is told in the events which one it was. */
import { canDo, type Permission } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';

const rights: Readonly<Record<string, Permission>> = {
  agent: 'agents.read',
  'calling-hours': 'settings.read',
  'custom-field': 'custom-fields.read',
  directory: 'settings.read',
  disposition: 'dispositions.read',
  'loss-reason': 'pipelines.read',
  pipeline: 'pipelines.read',
  product: 'products.read',
  'product-group': 'products.read',
  queue: 'queues.read',
  'retry-ladder': 'settings.read',
  role: 'roles.read',
  team: 'teams.read',
  user: 'users.read',
  'web-form': 'settings.read',
};

export function mayBeNamed(reader: Pick<Principal, 'role' | 'rights'>, action: string): boolean {
  const right = rights[action.split('.')[0] ?? ''];
  return right !== undefined && canDo(reader, right);
}
