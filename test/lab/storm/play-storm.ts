import { delay } from '../../../scripts/pbx-lab/lab-clock.ts';
import type { CallBehaviour } from '../../../scripts/pbx-lab/phone/call-behaviour.ts';
import type { PhoneCall } from '../../../scripts/pbx-lab/phone/phone-call.ts';
import type { Random } from '../../../scripts/pbx-lab/seeded-random.ts';
import { waitFor } from '../../../scripts/stack/wait-for.ts';
import type { StoryStage } from '../story-stage.ts';
import type { CallPlan, InboundPlan, InternalPlan, OutboundPlan, StormPlan } from './storm-plan.ts';

/** One planned call and what its phones saw of it. */
export type PlayedCall = {
  plan: CallPlan;
  /** The customer's leg; undefined until there is one, and for internal calls. */
  customer?: PhoneCall;
  /** Legs of our phones with the customer (internal: both), by extension. */
  agents: { extension: string; call: PhoneCall }[];
  /** The leg with which an agent asked a colleague. */
  consultation?: { from: string; to: string; call: PhoneCall };
  conversing: boolean;
};

export type PlayedStorm = {
  played: readonly PlayedCall[];
  /** Resolves when the last call was placed and all phones are quiet. */
  over: Promise<void>;
};

export type StormPlayer = {
  stage: StoryStage;
  extensions: readonly string[];
  plan: StormPlan;
  random: Random;
  /** What a phone in use does with a second call: refuses it at once, or lets it ring. */
  whenBusy: 'refuse' | 'ring';
};

/** Lets the customers and agents of the plan loose. */
export function playStorm(player: StormPlayer): PlayedStorm {
  const storm = new Storm(player);
  return { played: storm.played, over: storm.run() };
}

class Storm {
  readonly played: PlayedCall[];
  readonly #player: StormPlayer;
  readonly #byNumber = new Map<string, PlayedCall>();
  readonly #byPair = new Map<string, PlayedCall>();
  readonly #sparePairs: Set<string>;

  constructor(player: StormPlayer) {
    this.#player = player;
    this.played = player.plan.calls.map((plan) => ({ plan, agents: [], conversing: false }));
    for (const one of this.played) {
      if (one.plan.kind === 'internal') this.#byPair.set(`${one.plan.extension}>${one.plan.to}`, one);
      else this.#byNumber.set(one.plan.number, one);
    }
    this.#sparePairs = new Set(player.plan.sparePairs.map((pair) => pair.join('>')));
    const { stage, extensions } = player;
    for (const extension of extensions) {
      stage.phone(extension).onCall((call) => this.#onAgentCall(extension, call));
    }
    stage.carrier.onOutbound((number, call) => this.#onCustomerCall(number, call));
  }

  async run(): Promise<void> {
    await Promise.all(this.played.map((one) => delay(one.plan.atMs).then(() => this.#place(one))));
    const { stage, extensions } = this.#player;
    const open = () => [...extensions.flatMap((extension) => stage.phone(extension).calls), ...stage.carrier.calls];
    await waitFor(
      'the telephones are quiet',
      () => open().map((call) => `${call.truth().party} ${call.direction} ${call.with} ${call.state}`),
      (calls) => calls.length === 0,
      120_000,
    );
  }

  async #place(one: PlayedCall): Promise<void> {
    const { plan } = one;
    const { stage } = this.#player;
    switch (plan.kind) {
      case 'inbound':
        one.customer = stage.carrier.callIn({ from: plan.number, to: plan.to });
        return this.#giveUp(one, one.customer, plan.giveUpMs);
      case 'desk':
      case 'internal': {
        const extension = await this.#freePhone(plan);
        const call = stage.phone(extension).call('number' in plan ? plan.number : plan.to, { giveUpMs: plan.giveUpMs });
        one.agents.push({ extension, call });
        return;
      }
      case 'click':
        // Refused when the agent is busy, lost when the server is down at that moment: then no telephone rings.
        await stage.stack.api
          .post('calls', { to: plan.number, agentId: stage.agentId(await this.#freePhone(plan)) })
          .catch(() => undefined);
    }
  }

  /** The planned telephone; when it is in use another one, or, where it matters whose it is, the same a little later. */
  async #freePhone(plan: OutboundPlan | InternalPlan): Promise<string> {
    const { stage, extensions } = this.#player;
    const candidates = plan.kind === 'internal' ? [plan.extension] : [plan.extension, ...extensions];
    for (;;) {
      const free = candidates.find((extension) => stage.phone(extension).calls.length === 0);
      if (free !== undefined) return free;
      await delay(100);
    }
  }

  /** A queue may pick up before anybody does: the customer's patience is counted here, not by the telephone. */
  async #giveUp(one: PlayedCall, customer: PhoneCall, ms: number): Promise<void> {
    await Promise.race([delay(ms), customer.ended]);
    if (!one.conversing && customer.state !== 'ended') await customer.hangup();
  }

  #onAgentCall(extension: string, call: PhoneCall): CallBehaviour {
    const consulted = this.played.find(
      (one) => one.consultation?.from === call.with && one.consultation.to === extension,
    );
    const one =
      this.#byNumber.get(call.with) ??
      this.#byNumber.get(call.withName) ??
      (consulted?.consultation?.call.state === 'ringing' ? consulted : this.#byPair.get(`${call.with}>${extension}`));
    if (one === undefined) return { kind: 'reject', status: 480 };
    one.agents.push({ extension, call });
    const others = this.#player.stage.phone(extension).calls.filter((other) => other !== call);
    if (others.length > 0) {
      return this.#player.whenBusy === 'refuse' ? { kind: 'reject', status: 486, ring: false } : { kind: 'ring' };
    }
    return this.#agentBehaviour(one, call);
  }

  #agentBehaviour(one: PlayedCall, call: PhoneCall): CallBehaviour {
    const { random } = this.#player;
    const { plan } = one;
    const afterMs = Math.round(random.between(200, 1500));
    if (one.conversing || one.consultation) return { kind: 'answer', afterMs };
    if (!('reaction' in plan)) {
      void call.answered.then(() => delay(plan.giveUpMs + plan.answerMs)).then(() => this.#endUnanswered(one, call));
      return { kind: 'answer', afterMs };
    }
    if (plan.reaction === 'ring') return { kind: 'ring' };
    if (plan.reaction === 'decline')
      return { kind: 'reject', status: 603, afterMs: Math.max(afterMs, plan.giveUpMs / 2) };
    if (plan.kind === 'internal') return { kind: 'answer', afterMs, talkMs: plan.talkMs };
    void call.answered.then((answered) => (answered ? this.#converse(one, plan, call, one.customer) : undefined));
    return { kind: 'answer', afterMs };
  }

  /** The agent of a click to call has waited long enough for the customer. */
  async #endUnanswered(one: PlayedCall, call: PhoneCall): Promise<void> {
    if (!one.conversing && call.state === 'talking') await call.hangup();
  }

  #onCustomerCall(number: string, call: PhoneCall): CallBehaviour {
    const one = this.#byNumber.get(number);
    if (one === undefined || one.plan.kind === 'internal' || one.plan.kind === 'inbound') {
      return { kind: 'reject', status: 404 };
    }
    const { plan } = one;
    one.customer = call;
    const afterMs = plan.answerMs;
    switch (plan.customer) {
      case 'answer': {
        void call.answered.then((answered) =>
          answered ? this.#converse(one, plan, one.agents[0]?.call, call) : undefined,
        );
        return { kind: 'answer', afterMs };
      }
      case 'busy':
        return { kind: 'reject', status: 486, afterMs };
      case 'decline':
        return { kind: 'reject', status: 603, afterMs };
      case 'invalid':
        return { kind: 'reject', status: 404, afterMs };
      case 'congestion':
        return { kind: 'reject', status: 503, afterMs };
      case 'ring':
        return { kind: 'ring' };
    }
  }

  async #converse(
    one: PlayedCall,
    plan: InboundPlan | OutboundPlan,
    agent: PhoneCall | undefined,
    customer: PhoneCall | undefined,
  ): Promise<void> {
    if (!agent || !customer || !(await agent.answered) || !(await customer.answered)) return;
    // Two agents may pick up in the same moment; the one that Asterisk keeps is still there a little later.
    await delay(400);
    if (one.conversing || agent.state !== 'talking' || customer.state !== 'talking') return;
    one.conversing = true;
    const isEnd = Promise.race([agent.ended, customer.ended]);
    if (plan.act !== null && plan.kind === 'inbound') {
      await Promise.race([isEnd, delay(plan.talkMs / 3)]);
      if (agent.state === 'talking') await this.#act(one, plan, agent, customer);
    }
    await Promise.race([customer.ended, delay((plan.talkMs * 2) / 3)]);
    const byAgent = plan.endedBy === 'agent' && agent.state === 'talking';
    await (byAgent ? agent : customer).hangup();
  }

  async #act(one: PlayedCall, plan: InboundPlan, agent: PhoneCall, customer: PhoneCall): Promise<void> {
    switch (plan.act?.kind) {
      case 'hold':
        await agent.hold();
        await Promise.race([delay(plan.act.ms), customer.ended]);
        if (agent.state === 'talking') await agent.unhold();
        return;
      case 'blind':
      case 'queue':
        agent.blindTransfer(plan.act.to);
        return;
      case 'attended':
        return this.#askColleague(one, agent);
    }
  }

  async #askColleague(one: PlayedCall, agent: PhoneCall): Promise<void> {
    const { stage, extensions } = this.#player;
    const from = one.agents.find(({ call }) => call === agent)?.extension ?? '';
    const to = extensions.find(
      (other) => this.#sparePairs.has(`${from}>${other}`) && stage.phone(other).calls.length === 0,
    );
    if (to === undefined) return;
    this.#sparePairs.delete(`${from}>${to}`);
    await agent.hold();
    const call = stage.phone(from).call(to, { giveUpMs: 6_000 });
    one.consultation = { from, to, call };
    if ((await call.answered) && agent.state === 'talking') {
      await Promise.race([delay(800), agent.ended]);
      if (agent.state === 'talking' && call.state === 'talking') {
        await agent.attendedTransfer(call).completed;
        return;
      }
    }
    if (call.state !== 'ended') await call.hangup();
    if (agent.state === 'talking') await agent.unhold();
  }
}
