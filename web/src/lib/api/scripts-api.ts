/** Routes of scripts: those who write them, and calls that run through one. */
import type * as answers from '$contract/script-answers.contract.ts';
import type * as scripts from '$contract/scripts.contract.ts';
import type { Query, Request } from './request.ts';
import { type In, id, type Out, verbsOf } from './verbs.ts';

export function scriptsApi(request: Request) {
  const { get, post, patch, put, remove } = verbsOf(request);
  return {
    list: () => get<Out<typeof scripts.scriptListSchema>>('scripts'),
    read: (script: string) => get<scripts.Script>(`scripts/${id(script)}`),
    version: (script: string, version: number) =>
      get<scripts.ScriptVersion>(`scripts/${id(script)}/versions/${version}`),
    create: (body: In<typeof scripts.newScriptSchema>) => post<scripts.Script>('scripts', body),
    change: (script: string, body: In<typeof scripts.scriptPatchSchema>) =>
      patch<scripts.Script>(`scripts/${id(script)}`, body),
    remove: (script: string) => remove(`scripts/${id(script)}`),
    restore: (script: string) => post<scripts.Script>(`scripts/${id(script)}/restore`),
    report: (script: string, query: In<typeof answers.answersQuerySchema>) =>
      get<answers.ScriptReport>(`scripts/${id(script)}/answers`, query as Query),
    answerCalls: (script: string, query: In<typeof answers.answerCallsQuerySchema>) =>
      get<answers.AnswerCalls>(`scripts/${id(script)}/answers/calls`, query as Query),
    ofCall: (call: string) => get<answers.CallScript>(`calls/${id(call)}/script`),
    saveOfCall: (call: string, body: In<typeof answers.callScriptPutSchema>) =>
      put<answers.CallScript>(`calls/${id(call)}/script`, body),
  };
}
