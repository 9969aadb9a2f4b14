import { questionsOf } from '$contract/check-answers.ts';
import { comparisonsOf } from '$contract/next-step.ts';
import type {
  Condition,
  NextRule,
  Objection,
  Question,
  QuestionKind,
  Script,
  ScriptContent,
  Step,
} from '$contract/scripts.contract.ts';
import type { Preferences } from '$lib/app/preferences.ts';
import { dropped } from '$lib/settings/drag-order.ts';
import { type DraftProblem, draftProblems, placeOf } from './draft-problems.ts';

interface Written extends ScriptContent {
  name: string;
}
/** What is kept on this computer, and which version of the script it was written over. */
interface Kept extends Written {
  version: number | null;
}

/** Parts are called by random letters: answers are kept by them, and two scripts must not share one. */
const newId = (prefix: string): string => `${prefix}_${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const writtenOf = ({ name, steps, objections }: Written): Written => ({ name, steps, objections });

/**
 * A script while it is written. Kept on this computer with every change, so that nothing is lost before it is saved; what is
 * wrong is said from the first try to save on.
 */
export class ScriptDraft {
  name = $state('');
  steps = $state<Step[]>([]);
  objections = $state<Objection[]>([]);
  stepId = $state('');
  /** True once somebody tried to save: problems are shown from then on. */
  checked = $state(false);
  /** What the server has; null: a new one. */
  saved = $state.raw<Script | null>(null);
  /** What somebody else has saved while this was written; null: nobody has. */
  theirs = $state.raw<Script | null>(null);
  readonly #preferences: Preferences;
  readonly #key: string;

  constructor(saved: Script | null, preferences: Preferences, firstTitle: string) {
    this.#preferences = preferences;
    this.#key = `script-draft.${saved?.id ?? 'new'}`;
    this.saved = saved;
    const kept = preferences.read<Kept | null>(this.#key, null);
    const first: Step = { id: newId('s'), title: firstTitle, text: '', questions: [], next: [] };
    this.#show(kept ?? (saved ? writtenOf(saved) : { name: '', steps: [first], objections: [] }));
    // Over what it was written: somebody may have saved another one since.
    this.version = kept ? kept.version : (saved?.version ?? null);
    if (saved && this.version !== saved.version && this.isChanged) this.theirs = saved;
  }
  /** The version that this was written over. */
  version: number | null = null;

  get content(): ScriptContent {
    return plain({ steps: this.steps, objections: this.objections });
  }
  get step(): Step | undefined {
    return this.steps.find(({ id }) => id === this.stepId);
  }
  get stepIndex(): number {
    return this.steps.findIndex(({ id }) => id === this.stepId);
  }
  problems = $derived<DraftProblem[]>(draftProblems(this.name, { steps: this.steps, objections: this.objections }));
  errors = $derived(this.problems.filter(({ severity }) => severity === 'error'));
  isChanged = $derived(
    this.saved === null ||
      !same(writtenOf(this.saved), { name: this.name, steps: this.steps, objections: this.objections }),
  );

  /** What is wrong at a place, or warned of; undefined: nothing, or not said yet. */
  problemAt(path: string): DraftProblem['code'] | undefined {
    const found = this.problems.find((problem) => problem.path === path);
    return found && (this.checked || found.severity === 'warning') ? found.code : undefined;
  }
  hasErrorIn(index: number): boolean {
    return this.checked && this.errors.some(({ path }) => path.startsWith(`steps.${index}.`));
  }

  /** Called with every change. */
  keep(): void {
    const kept: Kept = { ...this.content, name: this.name, version: this.version };
    if (this.isChanged) this.#preferences.write(this.#key, kept);
    else this.#preferences.remove(this.#key);
  }
  /** True when it can be saved; else the first place that must be mended is shown. */
  check(): boolean {
    this.checked = true;
    const [first] = this.errors;
    if (!first) return true;
    const place = placeOf(first.path);
    if (place?.part === 'steps') this.stepId = this.steps[place.index]?.id ?? this.stepId;
    return false;
  }
  /** After the server took it; what was typed meanwhile stays. */
  took(saved: Script, sent: ScriptContent & { name: string }): void {
    const isAsSent = same(
      { ...this.content, name: this.name },
      { steps: sent.steps, objections: sent.objections, name: sent.name },
    );
    this.saved = saved;
    this.version = saved.version;
    if (isAsSent) this.#show(writtenOf(saved));
    this.checked = false;
    this.keep();
  }
  /** Throws away what was not saved. Returns what brings it back. */
  discard(): () => void {
    const lost = { name: this.name, ...this.content };
    const { version } = this;
    if (this.saved) this.#show(writtenOf(this.saved));
    this.version = this.saved?.version ?? null;
    this.checked = false;
    this.keep();
    return () => {
      this.#show(lost);
      this.version = version;
      this.keep();
    };
  }

  /** A newer one of the server: shown when nothing is written here; else it waits until somebody chooses. */
  follow(script: Script): void {
    if (this.saved === null || script.version <= this.saved.version) return;
    if (this.isChanged) {
      this.theirs = script;
      return;
    }
    this.saved = script;
    this.version = script.version;
    this.#show(writtenOf(script));
  }
  /** Theirs is shown. Returns what brings back what was written here. */
  takeTheirs(): () => void {
    this.saved = this.theirs ?? this.saved;
    // Brought back, it is written over theirs, which was seen.
    this.version = this.saved?.version ?? null;
    this.theirs = null;
    return this.discard();
  }
  /** What is written here is saved over theirs, with the next save. */
  keepMine(): void {
    this.saved = this.theirs ?? this.saved;
    this.version = this.saved?.version ?? null;
    this.theirs = null;
    this.keep();
  }

  addStep(title: string): void {
    const step: Step = { id: newId('s'), title, text: '', questions: [], next: [] };
    this.steps.splice(this.stepIndex + 1, 0, step);
    this.stepId = step.id;
  }
  /** Takes a step out. Returns what puts everything back as it was. */
  removeStep(id: string): () => void {
    const before = this.content.steps;
    const at = this.steps.findIndex((step) => step.id === id);
    this.steps = this.steps.filter((step) => step.id !== id);
    // Branches that led there lead on in the order of the list.
    for (const step of this.steps) step.next = step.next.filter(({ to }) => to !== id);
    if (this.stepId === id) this.stepId = (this.steps[at] ?? this.steps.at(-1))?.id ?? '';
    return () => {
      this.steps = before;
      this.stepId = id;
    };
  }
  moveStep(from: number, to: number): void {
    this.steps = dropped(this.steps, from, to);
  }

  addQuestion(step: Step): void {
    step.questions.push({
      id: newId('q'),
      label: '',
      kind: 'text',
      options: [],
      required: false,
      min: null,
      max: null,
    });
  }
  removeQuestion(step: Step, id: string): () => void {
    const before = this.content.steps;
    step.questions = step.questions.filter((question) => question.id !== id);
    for (const one of this.steps) one.next = one.next.filter(({ when }) => when?.questionId !== id);
    return () => {
      this.steps = before;
    };
  }
  setKind(question: Question, kind: QuestionKind): void {
    question.kind = kind;
    if ((kind === 'choice' || kind === 'choices') && question.options.length === 0) this.addOption(question);
    // A branch that cannot be asked of it any more is asked whether it was answered.
    for (const { when } of this.steps.flatMap(({ next }) => next))
      if (when?.questionId === question.id) Object.assign(when, firstCondition(question));
  }
  addOption(question: Question): void {
    question.options.push({ id: newId('o'), label: '' });
  }

  /** Questions that a branch of this step can ask: its own and those of other steps, in the order of the script. */
  get questions(): Question[] {
    return [...questionsOf({ steps: this.steps }).values()].map(({ question }) => question);
  }
  addRule(step: Step): void {
    const question = step.questions[0] ?? this.questions[0];
    if (!question) return;
    const rule: NextRule = { when: firstCondition(question), to: 'end' };
    const always = step.next.findIndex(({ when }) => when === null);
    step.next.splice(always === -1 ? step.next.length : always, 0, rule);
  }
  /** Where the step leads when no branch fits; empty: on in the order of the list. */
  otherwise(step: Step): string {
    return step.next.find(({ when }) => when === null)?.to ?? '';
  }
  setOtherwise(step: Step, to: string): void {
    const branches = step.next.filter(({ when }) => when !== null);
    step.next = to === '' ? branches : [...branches, { when: null, to }];
  }

  addObjection(): void {
    const taken = new Set(this.objections.map(({ hotkey }) => hotkey));
    const hotkey = [...'123456789'].find((key) => !taken.has(key)) ?? null;
    this.objections.push({ id: newId('b'), title: '', text: '', hotkey });
  }
  removeObjection(id: string): () => void {
    const before = this.content.objections;
    this.objections = this.objections.filter((one) => one.id !== id);
    return () => {
      this.objections = before;
    };
  }

  #show({ name, steps, objections }: Written): void {
    this.name = name;
    this.steps = plain(steps);
    this.objections = plain(objections);
    if (!this.step) this.stepId = this.steps[0]?.id ?? '';
  }
}

/** What is asked of a question first. */
export function firstCondition({ id, kind, options }: Question): Condition {
  const is = comparisonsOf[kind][0] ?? 'answered';
  return { questionId: id, is, value: firstValue(kind, is, options[0]?.id ?? '') };
}

export function firstValue(kind: QuestionKind, is: Condition['is'], option: string): Condition['value'] {
  if (is === 'answered') return null;
  if (kind === 'yes-no') return true;
  if (kind === 'choice' || kind === 'choices') return option;
  return kind === 'number' ? 0 : '';
}
