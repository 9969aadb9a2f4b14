/** QueueMember, QueueMemberAdded, QueueMemberStatus: devices that answer queues are ours, whatever their names. */
import type { AmiEvent } from '../../ami/ami-event.ts';
import type { CallsDraft } from '../calls-draft.ts';
import { deviceInterface } from '../channel-name.ts';
import { textOf } from '../event-fields.ts';

/** Learns the device behind a member, also when the member itself is a Local channel (`StateInterface`). */
export function onQueueMember(draft: CallsDraft, event: AmiEvent): void {
  for (const header of ['StateInterface', 'Interface', 'Location']) {
    const device = deviceInterface(textOf(event, header) ?? '');
    if (device !== null) draft.learnQueueMember(device);
  }
}
