import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const signInSchema = z.object({ email: z.string(), password: z.string() });
const fileSchema = z.object({
  administrator: signInSchema,
  manager: signInSchema,
  supervisor: signInSchema,
  operators: z.array(signInSchema),
});

/** Who can sign in to the demonstration. */
export type SignIns = z.infer<typeof fileSchema>;

/** Letters and digits that are not mistaken for one another when read from a screen. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

function newPassword(): string {
  return [...randomBytes(14)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/**
 * The sign-ins of the demonstration: made at the first start, kept in the data folder (readable by its owner only), so
 * that a second start prints the same ones.
 */
export function demoSignIns(dataDir: string, operators: readonly string[]): SignIns {
  const file = join(dataDir, 'demo-sign-ins.json');
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new Error(`${file} cannot be read: ${String(error)}`);
  }
  const signIn = (name: string) => ({ email: `${name}@trunkline.local`, password: newPassword() });
  const signIns: SignIns = {
    administrator: signIn('admin'),
    manager: signIn('manager'),
    supervisor: signIn('supervisor'),
    operators: operators.map((name) => signIn(name)),
  };
  writeFileSync(file, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 });
  return signIns;
}
