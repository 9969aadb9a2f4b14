/** Pure: what is wrong with a script that is being written, by the place of it: what the server refuses, and what is left empty. */
import { checkScript, type ScriptError, type ScriptWarning } from '$contract/check-script.ts';
import type { ScriptContent } from '$contract/scripts.contract.ts';

export interface DraftProblem {
  severity: 'error' | 'warning';
  path: string;
  code: ScriptError | ScriptWarning | 'empty' | 'wrong-key';
}

const empty = (path: string, text: string): DraftProblem[] =>
  text.trim() === '' ? [{ severity: 'error', path, code: 'empty' }] : [];

function emptyIn({ steps, objections }: ScriptContent): DraftProblem[] {
  return [
    ...steps.flatMap(({ title, questions }, at) => [
      ...empty(`steps.${at}.title`, title),
      ...questions.flatMap(({ label, kind, options }, q) => [
        ...empty(`steps.${at}.questions.${q}.label`, label),
        ...(kind === 'choice' || kind === 'choices' ? options : []).flatMap((option, o) =>
          empty(`steps.${at}.questions.${q}.options.${o}.label`, option.label),
        ),
      ]),
    ]),
    ...objections.flatMap(({ title, hotkey }, at): DraftProblem[] => [
      ...empty(`objections.${at}.title`, title),
      ...(hotkey !== null && !/^[a-z0-9]$/.test(hotkey)
        ? [{ severity: 'error' as const, path: `objections.${at}.hotkey`, code: 'wrong-key' as const }]
        : []),
    ]),
  ];
}

export function draftProblems(name: string, content: ScriptContent): DraftProblem[] {
  return [...empty('name', name), ...emptyIn(content), ...checkScript(content)];
}

/** The step or objection that a problem is in. @example placeOf('steps.2.next.0.to') // { part: 'steps', index: 2 } */
export function placeOf(path: string): { part: 'steps' | 'objections'; index: number } | null {
  const [, part, index] = /^(steps|objections)\.(\d+)/.exec(path) ?? [];
  return part === undefined ? null : { part: part as 'steps' | 'objections', index: Number(index) };
}
