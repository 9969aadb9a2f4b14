import type { z } from 'zod';
import { type Carrier, createCarrier } from '../../scripts/pbx-lab/phone/carrier.ts';
import { createPhone, type Phone } from '../../scripts/pbx-lab/phone/phone.ts';
import type { PhoneCall } from '../../scripts/pbx-lab/phone/phone-call.ts';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { Call, callListSchema } from '../../server/contract/calls.contract.ts';
import { type Stack, type StackOptions, startStack } from '../stack/start-stack.ts';

type CallList = z.infer<typeof callListSchema>;

/** Everything running, agents at their phones and mapped, a carrier; and the questions stories ask of the call log. */
export type StoryStage = {
  stack: Stack;
  carrier: Carrier;
  phone(extension: string): Phone;
  agentId(extension: string): string;
  /** Id of the agent → extension. */
  extensionOf(agentId: string | null): string | null;
  /** The only call of this number, once it has ended. Fails when there are two. */
  endedCall(number: string): Promise<Call>;
  callsOf(number: string): Promise<Call[]>;
  /** Phones forget what they were told; nobody is on a call any more. */
  reset(): Promise<void>;
  stop(): Promise<void>;
};

export async function openStage(extensions: readonly string[], options: StackOptions = {}): Promise<StoryStage> {
  const stack = await startStack(options);
  const phones = new Map<string, Phone>();
  const agents = new Map<string, string>();
  for (const extension of extensions) {
    const phone = await createPhone({ lab: stack.lab, extension });
    await phone.register();
    phones.set(extension, phone);
    const agent = await stack.api.post<{ id: string }>('agents', {
      name: `Agent ${extension}`,
      email: `agent${extension}@example.com`,
      interface: `PJSIP/${extension}`,
      role: 'operator',
    });
    agents.set(extension, agent.id);
  }
  const carrier = await createCarrier({ lab: stack.lab });
  const callsOf = async (number: string) =>
    (await stack.api.get<CallList>(`calls?number=${encodeURIComponent(number)}`)).items;
  const byAgent = new Map([...agents].map(([extension, id]) => [id, extension]));
  return {
    stack,
    carrier,
    phone: (extension) => known(phones, extension),
    agentId: (extension) => known(agents, extension),
    extensionOf: (agentId) => (agentId === null ? null : (byAgent.get(agentId) ?? null)),
    callsOf,
    endedCall: async (number) => {
      const [call] = await waitFor(
        `the call of ${number} has ended in the log`,
        () => callsOf(number),
        (calls) => calls.length === 1 && calls[0]?.state === 'ended',
      );
      return call as Call;
    },
    reset: async () => {
      for (const phone of phones.values()) phone.onCall({ kind: 'ring' });
      const open = [...[...phones.values()].flatMap((phone) => phone.calls), ...carrier.calls];
      await Promise.all(open.map((call) => call.hangup()));
      await waitFor(
        'no channel is left on the PBX',
        () => channelCount(stack),
        (count) => count === 0,
      );
    },
    stop: async () => {
      await Promise.all([...phones.values(), carrier].map((one) => one.close()));
      await stack.stop();
    },
  };
}

function known<T>(table: Map<string, T>, extension: string): T {
  const found = table.get(extension);
  if (found === undefined) throw new Error(`the stage has no extension ${extension}`);
  return found;
}

async function channelCount(stack: Stack): Promise<number> {
  const ami = await stack.lab.connectAmi();
  try {
    // Not CoreShowChannels: it can list a channel that is gone.
    const complete = ami.nextEvent((event) => event.get('Event') === 'StatusComplete');
    await ami.action('Status');
    return Number((await complete).get('ListItems'));
  } finally {
    ami.close();
  }
}

/** Numbers never used twice, so that each story finds its own call. */
let lastNumber = 0;
export const newNumber = (): string => `+3361${String(2_000_000 + ++lastNumber).padStart(7, '0')}`;

export type Conversation = { customer: PhoneCall; agent: PhoneCall };

/** Waits until both have heard each other's tone for a moment: truly connected. */
export async function connected(one: PhoneCall, other: PhoneCall, tones: [number, number]): Promise<void> {
  const [a, b] = await Promise.all([one.hears(tones[1]), other.hears(tones[0])]);
  if (!a || !b) throw new Error(`not connected: ${one.with} hears ${a}, ${other.with} hears ${b}`);
}

/** Who talked, by extension, strongest first as the log says it. */
export function rolesOf(stage: StoryStage, call: Call): Record<string, string> {
  return Object.fromEntries(
    call.agents.map((agent) => [stage.extensionOf(agent.agentId) ?? agent.interface, agent.role]),
  );
}
