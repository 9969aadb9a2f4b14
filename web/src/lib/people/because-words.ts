import { m } from '$lib/paraglide/messages.js';
import type { Duplicate } from './duplicate-search.svelte.ts';

/** Why somebody may be the one that is being typed in. */
export const becauseWords: Record<Duplicate['because'][number], () => string> = {
  phone: m.people_same_number,
  email: m.people_same_email,
  name: m.people_same_name,
};
