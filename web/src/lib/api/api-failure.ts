/** What went wrong with one request, in the words of the contract. `network.unreachable` and `network.timeout` are ours. */
export class ApiFailure extends Error {
  readonly code: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** One sentence per wrong field, keyed by its path. */
  readonly fields: Record<string, string>;

  constructor(code: string, status: number, message: string, fields: Record<string, string> = {}) {
    super(message);
    this.name = 'ApiFailure';
    this.code = code;
    this.status = status;
    this.fields = fields;
  }
}
