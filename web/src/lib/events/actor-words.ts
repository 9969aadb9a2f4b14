import type { ActorKind } from '$contract/audit.contract.ts';
import { m } from '$lib/paraglide/messages.js';

/** Who did it: a person by the name, a key and a form as such, since they may be called like anybody. */
export function actorWord(kind: ActorKind, name: string): string {
  switch (kind) {
    case 'user':
      return name;
    case 'api-key':
      return m.events_by_key({ name });
    case 'web-form':
      return m.events_by_form({ name });
    case 'server':
      return m.events_by_server();
  }
}
