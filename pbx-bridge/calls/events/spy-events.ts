/** ChanSpyStart, ChanSpyStop: somebody listens in. A spy is part of the call it hears, never of its talk. */
import type { AmiEvent } from '../../ami/ami-event.ts';
import type { OpenCall } from '../call-state.ts';
import type { CallsDraft } from '../calls-draft.ts';
import { parseChannelName } from '../channel-name.ts';
import { textOf } from '../event-fields.ts';
import { isPerson } from '../leg.ts';
import { mergeCalls } from '../linked-calls.ts';
import { callOfChannel, knownChannel } from './channel-of-event.ts';

/** The spy's own call goes into the one it hears. */
export function onChanSpyStart(draft: CallsDraft, event: AmiEvent): void {
  const spyee = knownChannel(draft, event, 'Spyee');
  const into = spyee && callOfChannel(draft, spyee);
  if (!into) return;
  const spy = knownChannel(draft, event, 'Spyer');
  const from = spy && callOfChannel(draft, spy);
  if (spy && from && from.id === into.id) {
    if (spy.role === 'monitored') return;
    spy.kind = 'service';
    spy.role = 'monitored';
    draft.sayUpdated(into.id);
  } else if (spy && from && isAlone(from, spy.id)) {
    spy.kind = 'service';
    spy.role = 'monitored';
    mergeCalls(draft, into.id, from.id, () => 'monitored');
  } else addSpy(draft, event, into);
}

function isAlone(call: OpenCall, spyId: string): boolean {
  return call.channels.every((channel) => channel.id === spyId || !isPerson(channel));
}

/** A spy that goes on to another call, or whose own call was not seen. */
function addSpy(draft: CallsDraft, event: AmiEvent, into: OpenCall): void {
  const id = textOf(event, 'SpyerUniqueid');
  const name = textOf(event, 'SpyerChannel');
  if (id === null || name === null) return;
  const before = draft.editChannel(id);
  if (before) before.endedAt = draft.at;
  const linkedId = textOf(event, 'SpyerLinkedid') ?? id;
  const { interface: iface } = parseChannelName(name);
  const spy = draft.addChannel(into, { id, name, interface: iface, kind: 'service', linkedId, startedAt: draft.at });
  spy.role = 'monitored';
  spy.up = true;
  draft.claimLinkedId(into, linkedId);
  draft.sayUpdated(into.id);
}
