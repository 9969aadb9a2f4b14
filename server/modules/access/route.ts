/** The `route` function every module uses: it knows our permissions and our principal. */
import { routeBuilder } from '../../platform/http/route.ts';
import type { Permission } from './permissions.ts';
import type { Principal } from './principal.ts';

export const route = routeBuilder<Permission, Principal>();
