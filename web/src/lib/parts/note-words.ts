import MessageSquareWarning from '@lucide/svelte/icons/message-square-warning';
import Sparkles from '@lucide/svelte/icons/sparkles';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import Tag from '@lucide/svelte/icons/tag';
import type { noteKinds } from '$contract/contacts.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Icon } from '$lib/words/state-words.ts';

export type NoteKind = (typeof noteKinds)[number];

/** The kinds of notes with their word and icon. A plain note needs no word. */
export const noteWords: Record<NoteKind, { label: () => string; icon: Icon; tone: string }> = {
  note: { label: m.note_plain, icon: StickyNote, tone: 'text-dim' },
  wish: { label: m.note_wish, icon: Sparkles, tone: 'text-accent-text' },
  complaint: { label: m.note_complaint, icon: MessageSquareWarning, tone: 'text-gone' },
  'competitor-price': { label: m.note_competitor_price, icon: Tag, tone: 'text-held' },
};
