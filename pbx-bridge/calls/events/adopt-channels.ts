/** Channels that were up before we looked: what can be told of their past from what Asterisk says of their present. */
import type { OpenCall } from '../call-state.ts';
import type { CallsDraft } from '../calls-draft.ts';
import { parseChannelName } from '../channel-name.ts';
import { classifyEndpoint } from '../classify-endpoint.ts';
import { type ChannelState, isPerson } from '../leg.ts';
import type { PbxSnapshot, SnapshotChannel } from '../pbx-snapshot.ts';
import { isOpen, type Span } from '../talk-time.ts';
import { enterBridge } from './bridge-events.ts';
import { linkPair, sayStarted } from './channel-of-event.ts';

/** Takes in every channel of the snapshot that is not known, the oldest first. */
export function adoptChannels(draft: CallsDraft, snapshot: PbxSnapshot): void {
  const unknown = snapshot.channels.filter((seen) => !draft.channel(seen.id) && !draft.hasEnded(seen.id));
  const oldestFirst = [...unknown].sort((a, b) => b.seconds - a.seconds);
  const adopted = oldestFirst.flatMap((seen) => adopt(draft, seen) ?? []);
  for (const seen of oldestFirst) pairUp(draft, seen, snapshot);
  for (const seen of oldestFirst) {
    const channel = draft.editChannel(seen.id);
    if (!channel || seen.bridgeId === null) continue;
    const waits = snapshot.waitingBridges.includes(seen.bridgeId);
    enterBridge(draft, channel, seen.bridgeId, waits ? 'waiting' : 'talk', seen.linkedId);
  }
  for (const id of new Set(adopted.map((channel) => draft.callIdOfChannel(channel.id)))) estimateTalk(draft, id);
}

function adopt(draft: CallsDraft, seen: SnapshotChannel): ChannelState | null {
  const parsed = parseChannelName(seen.name);
  const kind = classifyEndpoint(parsed, seen.context, draft);
  if (kind === 'service') return null;
  const startedAt = draft.at - seen.seconds * 1000;
  const callId = draft.callIdOfLinkedId(seen.linkedId);
  const known = callId === undefined ? undefined : draft.editCall(callId);
  const root = draft.hasEnded(seen.linkedId) ? seen.id : seen.linkedId;
  const call = known ?? draft.addCall(root, root);
  call.startedAt = Math.min(call.startedAt, startedAt);
  const channel = draft.addChannel(call, {
    id: seen.id,
    name: seen.name,
    interface: parsed.interface,
    kind,
    linkedId: seen.linkedId,
    startedAt,
  });
  describe(draft, call, channel, seen);
  if (isPerson(channel)) sayStarted(draft, call);
  return channel;
}

function describe(draft: CallsDraft, call: OpenCall, channel: ChannelState, seen: SnapshotChannel): void {
  const wasDialled = seen.application === null || /^App(Dial2?|Queue)$/.test(seen.application);
  channel.role = wasDialled || channel.kind === 'local' ? 'callee' : 'caller';
  channel.up = seen.up;
  channel.number = seen.number;
  channel.callerName = seen.callerName;
  channel.exten = wasDialled ? null : (seen.dnid ?? seen.exten);
  channel.connects = seen.application === 'Dial' || seen.application === 'Queue';
  if (wasDialled && channel.kind === 'external') channel.dialled = seen.number;
  if (wasDialled && !seen.up && isPerson(channel)) {
    channel.ringingAt = draft.at;
    if (channel.kind === 'agent') draft.say(call.id, 'leg.ringing', channel.id);
  }
  if (seen.application === 'AppQueue') channel.queue = seen.variables.QUEUENAME ?? null;
  adoptVariables(call, seen);
  if (seen.application === 'Queue' && seen.bridgeId !== null) adoptVisit(draft, call, channel, seen);
}

function adoptVariables(call: OpenCall, seen: SnapshotChannel): void {
  for (const [name, value] of Object.entries(seen.variables)) {
    if (!name.startsWith('TRUNKLINE_')) continue;
    call.variables = { ...call.variables, [name.slice('TRUNKLINE_'.length)]: value };
    if (name === 'TRUNKLINE_COMMAND_ID') call.originateId = value;
  }
}

/** In Queue() and bridged: it waited and was answered. */
function adoptVisit(draft: CallsDraft, call: OpenCall, channel: ChannelState, seen: SnapshotChannel): void {
  const queue = seen.variables.QUEUENAME ?? seen.applicationData?.split(',')[0];
  if (!queue) return;
  const visit = { queue, joinedAt: channel.startedAt, leftAt: draft.at, end: 'answered' as const, channel: channel.id };
  call.visits = [...call.visits, visit];
}

function pairUp(draft: CallsDraft, seen: SnapshotChannel, snapshot: PbxSnapshot): void {
  const { local } = parseChannelName(seen.name);
  const channel = local && draft.editChannel(seen.id);
  if (!channel || !local) return;
  channel.pair = local.pair;
  channel.half = local.half;
  const other = snapshot.channels.find((each) => each.name === `${local.pair};${local.half === 1 ? 2 : 1}`);
  if (other) linkPair(draft, channel.id, other.id);
}

/** A conversation that was found going on has lasted at most as long as its younger party exists. */
function estimateTalk(draft: CallsDraft, callId: string | undefined): void {
  const call = callId === undefined ? undefined : draft.editCall(callId);
  if (!call) return;
  const talking = call.channels.filter((leg) => isOpen(leg.talk));
  if (talking.length === 0) return;
  const since = Math.max(...talking.map((leg) => leg.startedAt));
  const back = (spans: readonly Span[]): readonly Span[] =>
    isOpen(spans) && spans.at(-1)?.[0] === draft.at
      ? [...spans.slice(0, -1), [Math.min(since, draft.at), null]]
      : spans;
  for (const leg of talking) {
    const copy = draft.copyOf(call, leg);
    copy.talk = back(copy.talk);
    if (copy.answeredAt === draft.at) copy.answeredAt = since;
  }
  call.talk = back(call.talk);
  if (call.answeredAt === draft.at) call.answeredAt = since;
}
