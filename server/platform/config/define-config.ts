/**
 * Configuration as a table: each value with its sentence, schema, default and variable. Parsed once; the first wrong
 * value ends the start with one line that names the variable, what was found and what is allowed.
 */
import { z } from 'zod';

export interface ConfigEntry<S extends z.ZodType = z.ZodType> {
  doc: string;
  schema: S;
  /** Text as it would stand in the environment; `null`: not set. */
  default: string | null;
  env: string;
  /** Never shown or logged. */
  isSecret?: boolean;
  /** What is allowed, in words, for the error and the table. */
  allowed: string;
}

export type ConfigTable = Record<string, ConfigEntry>;
export type ConfigOf<T extends ConfigTable> = { [Key in keyof T]: z.output<T[Key]['schema']> };

export const entry = <S extends z.ZodType>(definition: ConfigEntry<S>): ConfigEntry<S> => definition;

export class ConfigError extends Error {
  constructor(variable: string, found: string, allowed: string) {
    super(`${variable} is ${found}: allowed is ${allowed}.`);
    this.name = 'ConfigError';
  }
}

/** Parses the table from an environment. Throws `ConfigError` at the first wrong value; empty text counts as not set. */
export function parseConfig<T extends ConfigTable>(table: T, env: NodeJS.ProcessEnv): ConfigOf<T> {
  const parsed = Object.entries(table).map(([key, definition]) => {
    const given = env[definition.env];
    const text = given === undefined || given === '' ? definition.default : given;
    const result = definition.schema.safeParse(text);
    if (!result.success) {
      const shown = definition.isSecret ? 'not usable (not shown, it is a secret)' : JSON.stringify(text);
      throw new ConfigError(definition.env, text === null ? 'not set' : shown, definition.allowed);
    }
    return [key, result.data];
  });
  return Object.fromEntries(parsed) as ConfigOf<T>;
}

/** The table for the documentation. */
export function configTableMarkdown(table: ConfigTable): string {
  const lines = Object.values(table).map(
    ({ env, doc, default: value, allowed }) =>
      `| ${env} | ${doc} | ${value === null ? '' : `\`${value}\``} | ${allowed} |`,
  );
  return ['| variable | meaning | default | allowed |', '|---|---|---|---|', ...lines, ''].join('\n');
}

/** Text, or null when not set. */
export const optionalText = z.string().nullable();
/** A whole number written in digits. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));
