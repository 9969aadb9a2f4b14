/** Tells the caller's channel whether the callback was agreed: the dialplan waits two seconds for it. */
import type { Fact } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import type { QueueCallbackFacts } from './queue-callbacks.events.ts';

export interface CallbackAnswers {
  /** To be told of every fact. Only the server that the PBX is connected to can answer. */
  follow(fact: Fact): void;
}

export function createCallbackAnswers({
  commands,
  logger,
}: Pick<Platform, 'logger'> & { commands: PbxCommands }): CallbackAnswers {
  const tell = (bridgeId: string, callId: string, value: 'agreed' | 'refused') => {
    if (!commands.bridges().some((bridge) => bridge.bridgeId === bridgeId)) return;
    const variables = [{ name: 'CALLBACK', value }];
    commands
      .send(bridgeId, { type: 'call.tell', callId, variables })
      .catch((error: unknown) => logger.warn({ err: error, callId }, 'a caller could not be told of the callback'));
  };
  return {
    follow({ type, payload }) {
      if (type === 'queue-callback.refused') {
        const { bridgeId, callId } = payload as QueueCallbackFacts['queue-callback.refused'];
        tell(bridgeId, callId, 'refused');
      }
      if (type !== 'queue-callback.changed') return;
      const { bridgeId, callId, state } = payload as QueueCallbackFacts['queue-callback.changed'];
      if (state === 'waiting') tell(bridgeId, callId, 'agreed');
    },
  };
}
