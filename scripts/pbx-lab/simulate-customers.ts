import type { PbxLab } from './pbx-lab.ts';
import type { CallBehaviour } from './phone/call-behaviour.ts';
import { type Carrier, createCarrier } from './phone/carrier.ts';
import type { Phone } from './phone/phone.ts';
import type { PhoneCall } from './phone/phone-call.ts';
import { type DemoCall, type DemoCustomer, planDemoCall } from './plan-demo-call.ts';
import { type Random, seededRandom } from './seeded-random.ts';

export type DemoTrafficOptions = {
  lab: PbxLab;
  /** Registered phones of the agents; they answer by themselves from now on. */
  phones: readonly Phone[];
  /** The same seed plans the same calls in the same order, save which free phone dials out. */
  seed: number;
  /** People who call, and are called. */
  customers: readonly DemoCustomer[];
  /** Mean time between two calls. */
  everySeconds: number;
  /** Default: one of its own, closed with the traffic. */
  carrier?: Carrier;
  /** One line per call, for a person. */
  log?: (line: string) => void;
};

export type DemoTraffic = {
  /** Calls begun so far. */
  readonly placed: number;
  /** No new calls; those under way are hung up. */
  stop(): Promise<void>;
};

/** Callers who may wait while all agents talk; beyond that the next call is left out. */
const MOST_WAITING = 2;

/** Lets customers call, and be called, until stopped. */
export async function startDemoTraffic(options: DemoTrafficOptions): Promise<DemoTraffic> {
  const carrier = options.carrier ?? (await createCarrier({ lab: options.lab }));
  const random = seededRandom(options.seed);
  const stage = new DemoStage(options, carrier);
  let timer: NodeJS.Timeout | undefined;
  const next = () => {
    stage.placeNext();
    timer = setTimeout(next, options.everySeconds * 1000 * random.between(0.5, 1.5));
  };
  timer = setTimeout(next, 0);
  return {
    get placed() {
      return stage.placed;
    },
    stop: async () => {
      clearTimeout(timer);
      await stage.clear();
      if (options.carrier === undefined) await carrier.close();
    },
  };
}

class DemoStage {
  placed = 0;
  #planned = 0;
  readonly #options: DemoTrafficOptions;
  readonly #carrier: Carrier;
  readonly #random: Random;
  /** Callers whom no agent will answer, as seen on the display. */
  readonly #letRing = new Set<string>();
  readonly #customerDoes = new Map<string, CallBehaviour>();

  constructor(options: DemoTrafficOptions, carrier: Carrier) {
    this.#options = options;
    this.#carrier = carrier;
    this.#random = seededRandom(options.seed);
    for (const phone of options.phones) phone.onCall((call) => this.#agentBehaviour(phone, call));
    carrier.onOutbound((number) => this.#customerBehaviour(number));
  }

  placeNext(): void {
    const { lab, phones, customers, log } = this.#options;
    const freeExtensions = phones.filter((phone) => phone.calls.length === 0).map((phone) => phone.extension);
    // Each call has dice of its own: what the agents happen to do must not change who calls next.
    const call = planDemoCall(seededRandom(this.#options.seed * 100_003 + this.#planned++), {
      customers,
      queueNumbers: lab.queues.map((queue) => queue.did),
      directNumbers: phones.map((phone) => `5551${phone.extension}`),
      freeExtensions,
    });
    if (this.#carrier.calls.length >= phones.length + MOST_WAITING) return;
    // Nobody has two telephones at once.
    const customer = call.direction === 'inbound' ? call.from : call.to;
    if (this.#carrier.calls.some((other) => other.truth().party === customer)) return;
    this.placed += 1;
    log?.(describe(call));
    this.#place(call);
  }

  async clear(): Promise<void> {
    const parties = [...this.#options.phones, this.#carrier];
    await Promise.all(parties.flatMap((party) => party.calls.map((call) => call.hangup())));
  }

  #place(call: DemoCall): void {
    if (call.direction === 'outbound') {
      this.#customerDoes.set(call.to, reactionOf(call.customerDoes, call.talkMs));
      const phone = this.#options.phones.find((one) => one.extension === call.extension);
      phone?.call(call.to, { giveUpMs: 20_000 });
      return;
    }
    const display = call.withheld ? 'anonymous' : call.from;
    if (!call.isAnswered) this.#letRing.add(display);
    const placed = this.#carrier.callIn({ from: call.from, to: call.to, name: call.name, withheld: call.withheld });
    void this.#liveThrough(call, placed).then(() => this.#letRing.delete(display));
  }

  /** The queue may pick up before any agent does, so the customer counts patience from the first moment. */
  async #liveThrough(plan: Extract<DemoCall, { direction: 'inbound' }>, call: PhoneCall): Promise<void> {
    const timer = setTimeout(() => void call.hangup(), plan.isAnswered ? plan.talkMs + 8000 : plan.giveUpMs);
    await call.ended;
    clearTimeout(timer);
  }

  #agentBehaviour(phone: Phone, call: PhoneCall): CallBehaviour {
    if (phone.calls.some((other) => other !== call)) return { kind: 'reject', status: 486 };
    if (this.#letRing.has(call.with)) return { kind: 'ring' };
    const afterMs = Math.round(this.#random.between(3000, 6000));
    // Four in ten calls are ended by the agent, a little before the customer would.
    const talkMs = this.#random.chance(0.4) ? Math.round(this.#random.between(15_000, 30_000)) : undefined;
    return { kind: 'answer', afterMs, talkMs };
  }

  /** People whom nobody planned to call (a click in the console) mostly answer. */
  #customerBehaviour(number: string): CallBehaviour {
    const planned = this.#customerDoes.get(number);
    this.#customerDoes.delete(number);
    const talkMs = Math.round(this.#random.between(15_000, 40_000));
    return planned ?? reactionOf(this.#random.chance(0.75) ? 'answer' : 'no-answer', talkMs);
  }
}

function reactionOf(does: 'answer' | 'busy' | 'no-answer' | 'decline', talkMs: number): CallBehaviour {
  switch (does) {
    case 'answer':
      return { kind: 'answer', afterMs: 3000, talkMs };
    case 'busy':
      return { kind: 'reject', status: 486, afterMs: 600 };
    case 'decline':
      return { kind: 'reject', status: 603, afterMs: 4000 };
    case 'no-answer':
      return { kind: 'ring' };
  }
}

function describe(call: DemoCall): string {
  if (call.direction === 'outbound') return `${call.extension} calls ${call.to} (${call.customerDoes})`;
  const who = call.withheld ? 'a withheld number' : `${call.from}${call.name === undefined ? '' : ` ${call.name}`}`;
  return `${who} calls ${call.to}${call.isAnswered ? '' : ' and gives up'}`;
}
