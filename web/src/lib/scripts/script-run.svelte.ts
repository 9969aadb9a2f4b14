import type { z } from 'zod';
import {
  type AnswerProblem,
  type Answers,
  type AnswerValue,
  checkAnswer,
  missingIn,
  questionsOf,
} from '$contract/check-answers.ts';
import { nextStep } from '$contract/next-step.ts';
import type { CallScript, callScriptPutSchema } from '$contract/script-answers.contract.ts';
import { endOfScript, type Question, type ScriptContent, type Step } from '$contract/scripts.contract.ts';
import type { Preferences } from '$lib/app/preferences.ts';
import type { Clock } from '$lib/clock/clock.ts';

type Put = z.input<typeof callScriptPutSchema>;
export type SaveState = 'clean' | 'dirty' | 'saving' | 'failed';

/** What the run of one call needs to be kept; tests hand in their own. */
export interface RunKeeper {
  callId: string;
  scriptId: string;
  version: number;
  save: (callId: string, body: Put) => Promise<CallScript>;
  fail: (error: unknown) => void;
  preferences: Preferences;
  clock: Clock;
}

/** What is kept on this computer until the server has it. */
interface Kept {
  scriptId: string;
  version: number;
  path: string[];
  finished: boolean;
  answers: Record<string, AnswerValue>;
}

const SAVE_AFTER_MS = 700;
const RETRY_AFTER_MS = 5_000;
const LONGEST_PATH = 500;

/**
 * One run through a script: where it is, what was answered, and what is wanting. With a keeper it is kept on this computer
 * at once and sent after a short pause; a lost link only delays it. Without one nothing is kept: that is how it is tried out.
 */
export class ScriptRun {
  readonly content: Pick<ScriptContent, 'steps' | 'objections'>;
  path = $state.raw<readonly string[]>([]);
  answers = $state.raw<Answers>({});
  finished = $state(false);
  /** What is said beside the questions of the step, once somebody wanted to go on. */
  problems = $state.raw<Readonly<Record<string, AnswerProblem>>>({});
  saveState = $state<SaveState>('clean');
  readonly #keeper: RunKeeper | null;
  readonly #questions: ReturnType<typeof questionsOf>;
  #unsent = new Map<string, AnswerValue>();
  #moved = false;
  #cancel: () => void = () => undefined;
  #running: Promise<void> | null = null;

  constructor(
    content: Pick<ScriptContent, 'steps' | 'objections'>,
    { keeper = null, known = null }: { keeper?: RunKeeper | null; known?: CallScript | null } = {},
  ) {
    this.content = content;
    this.#keeper = keeper;
    this.#questions = questionsOf(content);
    const first = content.steps[0];
    const begun = known?.run?.path.filter((id) => this.#stepOf(id)) ?? [];
    this.path = begun.length > 0 ? begun : first ? [first.id] : [];
    this.finished = known?.run?.finishedAt != null;
    this.answers = Object.fromEntries((known?.answers ?? []).map(({ questionId, value }) => [questionId, value]));
    this.#takeKept();
  }

  get step(): Step | null {
    return this.#stepOf(this.path.at(-1) ?? '');
  }
  /** False on the first step. */
  get canGoBack(): boolean {
    return this.finished || this.path.length > 1;
  }
  /** True when the step after this one is the end. */
  get isLast(): boolean {
    return this.step !== null && nextStep(this.content, this.step.id, this.answers).to === endOfScript;
  }
  /** Required questions that kept the script from going on, while they are still open. */
  get missing(): Question[] {
    const { step } = this;
    return step === null ? [] : missingIn(step, this.answers).filter(({ id }) => this.problems[id] === 'required');
  }

  answer(questionId: string, value: AnswerValue): void {
    this.answers = { ...this.answers, [questionId]: value };
    this.#unsent.set(questionId, value);
    if (this.problems[questionId] !== undefined) this.problems = this.#problemsOf(Object.keys(this.problems));
    this.#touch();
  }

  /** Says beside a question that was left what is wrong with its answer. */
  settle(questionId: string): void {
    if (this.#wrongIn(questionId) !== null)
      this.problems = this.#problemsOf([...Object.keys(this.problems), questionId]);
    void this.flush();
  }

  /** Goes on, or says what is wanting and stays. */
  next(): boolean {
    const { step } = this;
    if (step === null || this.finished) return false;
    this.problems = this.#problemsOf(step.questions.map(({ id }) => id));
    if (Object.keys(this.problems).length > 0) return false;
    const { to } = nextStep(this.content, step.id, this.answers);
    if (to === endOfScript) this.finished = true;
    else this.path = [...this.path, to].slice(-LONGEST_PATH);
    this.#go();
    return true;
  }

  back(): void {
    if (!this.canGoBack) return;
    if (this.finished) this.finished = false;
    else this.path = this.path.slice(0, -1);
    this.#go();
  }

  /** From the first step on; what was answered stays. */
  again(): void {
    this.finished = false;
    this.path = this.path.slice(0, 1);
    this.#go();
  }

  /** Sends at once what waits. */
  async flush(): Promise<void> {
    this.#cancel();
    while (this.#running) await this.#running;
    this.#running = this.#save().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  dispose(): void {
    void this.flush();
    this.#cancel();
  }

  #stepOf(id: string): Step | null {
    return this.content.steps.find((step) => step.id === id) ?? null;
  }
  #wrongIn(questionId: string): AnswerProblem | null {
    const question = this.#questions.get(questionId)?.question;
    return question ? checkAnswer(question, this.answers[questionId]) : 'unknown-question';
  }
  #problemsOf(ids: readonly string[]): Record<string, AnswerProblem> {
    const missing = new Set(this.step ? missingIn(this.step, this.answers).map(({ id }) => id) : []);
    return Object.fromEntries(
      ids.flatMap((id) => {
        const problem = this.#wrongIn(id) ?? (missing.has(id) ? ('required' as const) : null);
        return problem === null ? [] : [[id, problem] as const];
      }),
    );
  }
  #go(): void {
    this.problems = {};
    this.#moved = true;
    this.#touch();
    void this.flush();
  }

  get #key(): string {
    return `script.${this.#keeper?.callId}`;
  }
  #takeKept(): void {
    const keeper = this.#keeper;
    const kept = keeper?.preferences.read<Kept | null>(this.#key, null);
    if (!keeper || !kept || kept.scriptId !== keeper.scriptId || kept.version !== keeper.version) return;
    if (kept.path.length > 0 && kept.path.every((id) => this.#stepOf(id))) this.path = kept.path;
    this.finished = kept.finished;
    this.answers = { ...this.answers, ...kept.answers };
    this.#unsent = new Map(Object.entries(kept.answers).filter(([id]) => this.#questions.has(id)));
    this.#moved = true;
    this.#touch();
  }

  /** What waits and can be sent: an answer that is wrong stays here until it is right. */
  #sendable(): Record<string, AnswerValue> {
    return Object.fromEntries([...this.#unsent].filter(([id]) => this.#wrongIn(id) === null));
  }
  #touch(): void {
    const keeper = this.#keeper;
    if (!keeper) return;
    const isDirty = this.#moved || this.#unsent.size > 0;
    const kept: Kept = {
      scriptId: keeper.scriptId,
      version: keeper.version,
      path: [...this.path],
      finished: this.finished,
      answers: Object.fromEntries(this.#unsent),
    };
    if (isDirty) keeper.preferences.write(this.#key, kept);
    else keeper.preferences.remove(this.#key);
    if (this.saveState !== 'saving') this.saveState = isDirty ? 'dirty' : 'clean';
    this.#cancel();
    const waits = this.#moved || Object.keys(this.#sendable()).length > 0;
    if (waits) this.#cancel = keeper.clock.after(SAVE_AFTER_MS, () => void this.flush());
  }

  async #save(): Promise<void> {
    const keeper = this.#keeper;
    const answers = this.#sendable();
    if (!keeper || (!this.#moved && Object.keys(answers).length === 0)) return;
    const hadFailed = this.saveState === 'failed';
    this.saveState = 'saving';
    this.#moved = false;
    const { scriptId, version } = keeper;
    const body = { scriptId, version, path: [...this.path], finished: this.finished };
    try {
      await keeper.save(keeper.callId, { ...body, answers: answers as Put['answers'] });
      // What was typed meanwhile waits still.
      for (const [id, value] of Object.entries(answers)) if (this.#unsent.get(id) === value) this.#unsent.delete(id);
      this.saveState = 'clean';
      this.#touch();
    } catch (error) {
      this.#moved = true;
      this.saveState = 'failed';
      // Said once; it goes on trying quietly, and the panel keeps saying that it is not saved yet.
      if (!hadFailed) keeper.fail(error);
      this.#cancel = keeper.clock.after(RETRY_AFTER_MS, () => void this.flush());
    }
  }
}
