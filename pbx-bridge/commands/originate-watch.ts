/**
 * Click-to-call from the command to its end. The command is answered by the first thing Asterisk shows of it — the agent's
 * channel, or a failure — not when the agent picks up: that may take a minute. A failure at any time is a fact of its own.
 */
import { createHash } from 'node:crypto';
import { AmiTimedOut } from '../ami/ami-errors.ts';
import type { AmiEvent } from '../ami/ami-event.ts';
import { commandOfActionId, originateActionId, originateChannelId } from '../calls/originate-ids.ts';
import { isoTime } from '../clock.ts';
import type { CommandResult } from '../contract/pbx-commands.ts';
import type { CommandDeps } from './command-executor.ts';
import {
  type DialCommand,
  dialAction,
  type OriginateCommand,
  originateAction,
  originateFailure,
} from './originate-action.ts';

type Deps = Pick<CommandDeps, 'link' | 'clock' | 'bridgeId' | 'dialContext' | 'publish'>;

/** Time for Asterisk to take the action and to make the channel; both take milliseconds. A server waits eight seconds. */
const acceptMs = 3_000;
const firstSignMs = 4_000;

export class OriginateWatch {
  readonly #deps: Deps;
  readonly #waiting = new Map<string, (result: CommandResult) => void>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Rejects with an error of ami-errors.ts when Asterisk does not take the action. */
  async run(commandId: string, command: OriginateCommand | DialCommand): Promise<CommandResult> {
    if (!/^[A-Za-z0-9_.-]{1,64}$/.test(commandId)) {
      return {
        ok: false,
        code: 'command.invalid',
        message: 'The id of an originate must be plain letters and digits.',
      };
    }
    if (command.callerId !== null && !/^\+?[0-9]{2,20}$/.test(command.callerId)) {
      return { ok: false, code: 'command.invalid', message: 'The caller id must be a number.' };
    }
    const { link, clock } = this.#deps;
    const firstSign = new Promise<CommandResult>((resolve) => this.#waiting.set(commandId, resolve));
    try {
      const options = { actionId: originateActionId(commandId), timeoutMs: acceptMs };
      const ids = { commandId, ...this.#deps };
      const action = command.type === 'call.dial' ? dialAction(command, ids) : originateAction(command, ids);
      await link.run(action, options);
      return await Promise.race([
        firstSign,
        new Promise<never>((_resolve, reject) => {
          const late = new AmiTimedOut(`Asterisk showed no sign of the call within ${firstSignMs} ms.`);
          clock.after(firstSignMs, () => reject(late));
        }),
      ]);
    } finally {
      this.#waiting.delete(commandId);
    }
  }

  observe(event: AmiEvent): void {
    if (event.name === 'Newchannel' && this.#waiting.size > 0) this.#born(event.fields.get('Uniqueid') ?? '');
    else if (event.name === 'OriginateResponse') this.#answered(event);
  }

  #born(uniqueid: string): void {
    for (const [commandId, resolve] of this.#waiting) {
      if (originateChannelId(this.#deps.bridgeId, commandId) === uniqueid) {
        resolve({ ok: true, data: { channelId: uniqueid } });
      }
    }
  }

  #answered(event: AmiEvent): void {
    const commandId = commandOfActionId(event.fields.get('ActionID'));
    if (commandId === null || event.fields.get('Response') !== 'Failure') return;
    const because = originateFailure(event.fields.get('Reason'));
    this.#waiting.get(commandId)?.({ ok: false, code: 'pbx.refused', message: because });
    this.#deps.publish([
      {
        type: 'originate.failed',
        id: `fact_${createHash('sha256').update(`${this.#deps.bridgeId}\0originate.failed\0${commandId}`).digest('hex').slice(0, 32)}`,
        version: 1,
        occurredAt: isoTime(event.receivedAt),
        originateId: commandId,
        because,
      },
    ]);
  }
}
