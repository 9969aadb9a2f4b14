/**
 * What we let out to AMI. asterisk-manager writes values as they are, so that a CR or LF in a caller's name would start a
 * header of its own, and two of them an action of their own (reproduced: a caller id made the PBX run `core stop now`).
 * Every action goes through `encodeAction` first.
 */
import { AmiValueRefused } from './ami-errors.ts';

export interface AmiAction {
  /** As in Asterisk's documentation, e.g. `QueueStatus`. */
  readonly name: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Channel variables; sent as one `Variable:` header each. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Longest value we send; Asterisk 22 cuts a header line at 1024 or more bytes depending on the action. */
const maxValueBytes = 1000;
const keyPattern = /^[A-Za-z][A-Za-z0-9_-]*$/;
// Leading underscores make Asterisk inherit a variable; parentheses appear in functions, which we never set.
const variablePattern = /^_{0,2}[A-Za-z][A-Za-z0-9_]*$/;
const reservedKeys = new Set(['action', 'actionid']);

/**
 * Checks an action and gives it in the shape asterisk-manager takes.
 *
 * @throws AmiValueRefused naming the header, when a key or value cannot be sent safely.
 * @example encodeAction({ name: 'Hangup', fields: { Channel: 'PJSIP/101-00000001', Cause: '16' } })
 */
export const encodeAction = (action: AmiAction): Record<string, string | Record<string, string>> => {
  if (!keyPattern.test(action.name)) throw new AmiValueRefused('An AMI action needs a plain name.');
  const encoded: Record<string, string | Record<string, string>> = { action: action.name };
  for (const [key, value] of Object.entries(action.fields ?? {})) {
    if (!keyPattern.test(key) || reservedKeys.has(key.toLowerCase())) {
      throw new AmiValueRefused(`The AMI header name ${JSON.stringify(key)} is not allowed.`);
    }
    encoded[key] = checkValue(key, value);
  }
  if (action.variables !== undefined) encoded.variable = encodeVariables(action.variables);
  return encoded;
};

const encodeVariables = (variables: Readonly<Record<string, string>>): Record<string, string> => {
  const encoded: Record<string, string> = {};
  for (const [key, value] of Object.entries(variables)) {
    if (!variablePattern.test(key)) {
      throw new AmiValueRefused(`The channel variable name ${JSON.stringify(key)} is not allowed.`);
    }
    // Asterisk splits one `Variable:` header at commas, and quotes and backslashes steer that split.
    if (/[,"\\]/.test(value)) {
      throw new AmiValueRefused(`The channel variable ${key} must not hold a comma, a quote or a backslash.`);
    }
    encoded[key] = checkValue(key, value);
  }
  return encoded;
};

const checkValue = (key: string, value: string): string => {
  if (typeof value !== 'string') throw new AmiValueRefused(`The AMI header ${key} needs a text value.`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these end an AMI line
  if (/[\r\n\u0000\u0085\u2028\u2029]/.test(value)) {
    throw new AmiValueRefused(`The AMI header ${key} must not hold a line break or NUL.`);
  }
  if (Buffer.byteLength(value) > maxValueBytes) {
    throw new AmiValueRefused(`The AMI header ${key} is longer than ${maxValueBytes} bytes.`);
  }
  return value;
};
