/** The search box over HTTP. */
import { z } from 'zod';
import { searchSchema } from '../../contract/contacts.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { search } from './search.usecases.ts';

export const searchRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/search',
    permission: 'contacts.read',
    summary:
      'Find people, organisations, deals, tasks and calls by number, name, e-mail or words of a text; say what can be dialled',
    query: z.object({ q: z.string().max(200) }),
    response: searchSchema,
    handler: ({ principal, query }) => search(platform, principal, query.q),
  }),
];
