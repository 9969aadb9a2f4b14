import type { MessageRecordKind } from '$contract/messages.contract.ts';
import { AboutDialog } from '$lib/app/about-dialog.svelte.ts';

/** Whom the new message is for, where it was asked for; nobody: the dialogue asks. */
export interface NewMessageContext {
  record?: { kind: MessageRecordKind; id: string; name: string };
  /** What was written already: a message that was taken back, or an answer. */
  draft?: { to?: string; subject?: string; text?: string };
}

export const newMessage = new AboutDialog<NewMessageContext>({});
