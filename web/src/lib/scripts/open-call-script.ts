/** What a call says and asks: the version it has begun with, else the one that is wanted, else what is published. */
import type { CallScript } from '$contract/script-answers.contract.ts';
import type { ScriptContent } from '$contract/scripts.contract.ts';
import type { Api } from '$lib/api/api.ts';

export interface OpenedScript {
  name: string;
  version: number;
  content: ScriptContent;
  /** What the server has of it; null: the call begins with this script. */
  known: CallScript | null;
}

/** @returns null when nothing of this script was published */
export async function openCallScript(
  scripts: Pick<Api['scripts'], 'ofCall' | 'read' | 'version'>,
  { callId, scriptId, version }: { callId: string; scriptId: string; version?: number | undefined },
): Promise<OpenedScript | null> {
  const known = await scripts.ofCall(callId);
  const { run, script } = known;
  if (run && script && run.scriptId === scriptId && (version === undefined || version === run.version)) {
    const { name, ...content } = script;
    return { name, version: run.version, content, known };
  }
  const wanted = version ?? (await scripts.read(scriptId)).publishedVersion;
  if (wanted === null) return null;
  const { name, steps, objections } = await scripts.version(scriptId, wanted);
  // Another version of the same script keeps what was answered.
  const own = run?.scriptId === scriptId ? known : null;
  return { name, version: wanted, content: { steps, objections }, known: own };
}
