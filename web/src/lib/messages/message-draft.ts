import type { Preferences } from '$lib/app/preferences.ts';
import type { NewMessageContext } from './new-message.ts';

/** What was typed for a record and not sent, kept on this computer. */
export interface MessageDraft {
  to: string;
  subject: string;
  text: string;
}

const empty: MessageDraft = { to: '', subject: '', text: '' };
const keyOf = (record: NewMessageContext['record']) => `message-draft.${record?.id ?? ''}`;

export const isEmptyDraft = ({ subject, text }: MessageDraft): boolean => subject.trim() === '' && text.trim() === '';

/** What the dialogue begins with: what lies there, and over it what it was opened with. */
export function readDraft(preferences: Preferences, { record, draft }: NewMessageContext): MessageDraft {
  const kept = preferences.read<MessageDraft>(keyOf(record), empty);
  return { ...empty, ...kept, ...draft };
}

export function keepDraft(preferences: Preferences, record: NewMessageContext['record'], draft: MessageDraft): void {
  if (isEmptyDraft(draft)) preferences.remove(keyOf(record));
  else preferences.write(keyOf(record), { ...draft });
}

export const dropDraft = (preferences: Preferences, record: NewMessageContext['record']): void =>
  preferences.remove(keyOf(record));
