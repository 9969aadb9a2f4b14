/** The pure function that both the console and the server's proof test use to fold live events into a snapshot. */
import type { LiveEvent, LiveState } from './live-events.ts';

type Versioned = { version: number };

/** Puts `next` at `key` unless what is there is at least as new. */
function putNewer<T extends Versioned>(table: Record<string, T>, key: string, next: T): Record<string, T> {
  const known = table[key];
  return known && known.version >= next.version ? table : { ...table, [key]: next };
}

function without<T>(table: Record<string, T>, key: string): Record<string, T> {
  if (!(key in table)) return table;
  const { [key]: _gone, ...rest } = table;
  return rest;
}

/**
 * The state after one live event. Total: an event that is older than what is known, or that comes twice, changes nothing.
 * @example applyLiveEvent(state, { name: 'call.changed', payload: { call } })
 */
export function applyLiveEvent(state: LiveState, event: LiveEvent): LiveState {
  switch (event.name) {
    case 'call.offered': {
      const calls = putNewer(state.calls, event.payload.call.id, event.payload.call);
      return { ...state, calls, cards: { ...state.cards, [event.payload.card.callId]: event.payload.card } };
    }
    case 'call.changed':
      return { ...state, calls: putNewer(state.calls, event.payload.call.id, event.payload.call) };
    case 'card.changed':
      return event.payload.card.callId in state.calls
        ? { ...state, cards: { ...state.cards, [event.payload.card.callId]: event.payload.card } }
        : state;
    case 'call.removed': {
      const known = state.calls[event.payload.callId];
      if (known && known.version > event.payload.version) return state;
      return {
        ...state,
        calls: without(state.calls, event.payload.callId),
        cards: without(state.cards, event.payload.callId),
      };
    }
    case 'agent.changed':
      return { ...state, presence: putNewer(state.presence, event.payload.presence.agentId, event.payload.presence) };
    case 'queue.changed':
      return { ...state, queues: putNewer(state.queues, event.payload.queue.name, event.payload.queue) };
    case 'pbx.changed':
      return { ...state, pbxs: putNewer(state.pbxs, event.payload.pbx.bridgeId, event.payload.pbx) };
    case 'missed-call.changed':
      return applyMissedCall(state, event.payload.missedCall);
    case 'missed-call.removed': {
      const { missedCallId, version } = event.payload;
      const known = state.missedCalls[missedCallId];
      if (!known || known.version > version) return state;
      return { ...state, missedCalls: without(state.missedCalls, missedCallId) };
    }
    case 'task.changed': {
      const { task } = event.payload;
      return { ...state, tasks: task.done ? without(state.tasks, task.id) : putNewer(state.tasks, task.id, task) };
    }
    case 'task.removed': {
      const { taskId, version } = event.payload;
      const known = state.tasks[taskId];
      if (!known || known.version > version) return state;
      return { ...state, tasks: without(state.tasks, taskId) };
    }
    case 'task.reminder': {
      const { reminder } = event.payload;
      return { ...state, reminders: { ...state.reminders, [reminder.id]: reminder } };
    }
    case 'task.reminder-closed':
      return { ...state, reminders: without(state.reminders, event.payload.reminderId) };
    case 'task.touched':
    case 'call.failed':
    case 'import.changed':
    case 'export.changed':
    case 'contact.changed':
    case 'call.stranded':
    case 'message.failed':
    case 'deal.changed':
    case 'contact.offered':
    case 'lead.given':
    case 'records.handed-over':
    case 'campaign.changed':
    case 'attempt.changed':
    case 'organisation.changed':
    case 'settings.changed':
      return state;
  }
}

function applyMissedCall(state: LiveState, missedCall: LiveState['missedCalls'][string]): LiveState {
  const isOpen = missedCall.state === 'open' || missedCall.state === 'trying';
  const known = state.missedCalls[missedCall.id];
  if (known && known.version >= missedCall.version) return state;
  return {
    ...state,
    missedCalls: isOpen
      ? putNewer(state.missedCalls, missedCall.id, missedCall)
      : without(state.missedCalls, missedCall.id),
  };
}
