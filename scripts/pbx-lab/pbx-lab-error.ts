/** Why a PBX lab could not be had or started. Each code has exactly one cause, so callers never match on text. */
export type PbxLabErrorCode =
  | 'unsupported-system'
  | 'missing-tool'
  | 'no-network'
  | 'install-failed'
  | 'already-running'
  | 'bad-option'
  | 'start-failed';

/** An expected failure of the PBX lab: `message` is one sentence that can be shown to a person as it is. */
export class PbxLabError extends Error {
  readonly code: PbxLabErrorCode;
  /** What the failing tool printed, for a log; may be long. */
  readonly detail: string;

  constructor(code: PbxLabErrorCode, message: string, options: { detail?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PbxLabError';
    this.code = code;
    this.detail = options.detail ?? '';
  }
}

/** The way out offered wherever the lab itself cannot work. */
export const DOCKER_HINT = 'use `docker compose up` instead, which brings its own Asterisk';
