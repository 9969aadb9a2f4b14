/**
 * Commands to the PBX: sent over the bridge's connection, answered by id, given up after a time. Whoever asks gets the
 * answer or a refusal in words.
 */
import type { ServerToBridge } from '../../../pbx-bridge/contract/bridge-protocol.ts';
import type { CommandResult, PbxCommand } from '../../../pbx-bridge/contract/pbx-commands.ts';
import { pbxCommandSchema } from '../../../pbx-bridge/contract/pbx-commands.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import type { Ids } from '../../platform/ids/ids.ts';

export interface BridgeLink {
  bridgeId: string;
  /** Name of the PBX, shown to people. */
  pbx: string;
  /** False when the connection is closing. */
  send(message: ServerToBridge): boolean;
}

export type CommandFailure = Extract<CommandResult, { ok: false }>['code'];

export interface PbxCommands {
  /**
   * Sends a command to a bridge and waits for its answer.
   * @param bridgeId null: the only bridge there is, or the first by name
   * @throws DomainError `pbx.unreachable` (503), `pbx.timed_out` (503), `pbx.refused` (502), `pbx.call_not_found` (409),
   * `pbx.invalid_command` (422)
   */
  send(bridgeId: string | null, command: PbxCommand, options?: SendOptions): Promise<Record<string, string>>;
  /** Bridges connected to this server now. */
  bridges(): { bridgeId: string; pbx: string }[];
}

export interface SendOptions {
  /** A bridge that gets the same id twice answers the second time with the first result. */
  commandId?: string;
  timeoutMs?: number;
}

export interface CommandBook extends PbxCommands {
  connected(link: BridgeLink): void;
  disconnected(link: BridgeLink): void;
  /** Hands an answer to whoever waits for it. */
  answered(commandId: string, result: CommandResult): void;
}

export const pbxUnreachable = (because: string) =>
  new DomainError({
    code: 'pbx.unreachable',
    status: 503,
    message: `PBX is not reachable: ${because}`,
    retryAfterSeconds: 2,
  });

const failures: Record<CommandFailure, (message: string) => DomainError> = {
  'pbx.unreachable': pbxUnreachable,
  'pbx.refused': (message) =>
    new DomainError({ code: 'pbx.refused', status: 502, message: `The PBX refused: ${message}` }),
  'pbx.timed-out': () =>
    new DomainError({
      code: 'pbx.timed_out',
      status: 503,
      message: 'The PBX did not answer in time.',
      retryAfterSeconds: 2,
    }),
  'call.not-found': () =>
    new DomainError({ code: 'pbx.call_not_found', status: 409, message: 'The PBX does not know this call any more.' }),
  'command.invalid': (message) =>
    new DomainError({ code: 'pbx.invalid_command', status: 422, message: `The PBX cannot do that: ${message}` }),
};

const defaultTimeoutMs = 8_000;

interface Waiting {
  link: BridgeLink;
  settle(result: CommandResult): void;
}

export function createPbxCommands({ clock, ids }: { clock: Clock; ids: Ids }): CommandBook {
  const links = new Map<string, BridgeLink>();
  const waiting = new Map<string, Waiting>();

  const linkOf = (bridgeId: string | null): BridgeLink => {
    const all = [...links.values()].sort((a, b) => (a.bridgeId < b.bridgeId ? -1 : 1));
    const link = bridgeId === null ? all[0] : links.get(bridgeId);
    if (link) return link;
    throw pbxUnreachable(
      bridgeId === null ? 'no PBX bridge is connected.' : `the bridge of "${bridgeId}" is not connected.`,
    );
  };

  return {
    async send(bridgeId, command, { commandId = ids('cmd'), timeoutMs = defaultTimeoutMs } = {}) {
      const checked = pbxCommandSchema.safeParse(command);
      if (!checked.success) throw failures['command.invalid'](checked.error.issues[0]?.message ?? 'not understood');
      const link = linkOf(bridgeId);
      const result = await new Promise<CommandResult>((resolve) => {
        const cancel = clock.after(timeoutMs, () => settle({ ok: false, code: 'pbx.timed-out', message: '' }));
        const settle = (answer: CommandResult) => {
          cancel();
          waiting.delete(commandId);
          resolve(answer);
        };
        waiting.set(commandId, { link, settle });
        if (!link.send({ kind: 'command', commandId, command: checked.data })) {
          settle({ ok: false, code: 'pbx.unreachable', message: `the bridge of "${link.pbx}" has just gone.` });
        }
      });
      if (!result.ok) throw failures[result.code](result.message);
      return result.data;
    },
    bridges: () => [...links.values()].map(({ bridgeId, pbx }) => ({ bridgeId, pbx })),
    connected: (link) => void links.set(link.bridgeId, link),
    disconnected(link) {
      if (links.get(link.bridgeId) === link) links.delete(link.bridgeId);
      for (const one of [...waiting.values()]) {
        if (one.link !== link) continue;
        // It was sent: the bridge may have carried it out before it went. Whoever dials must not take this for a no.
        one.settle({ ok: false, code: 'pbx.timed-out', message: '' });
      }
    },
    answered: (commandId, result) => waiting.get(commandId)?.settle(result),
  };
}
