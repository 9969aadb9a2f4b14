/** Users and keys from the terminal: for the first ones, and for whoever locked everybody out. */
import { z } from 'zod';
import { type Role, roleSchema } from '../../server/contract/access.contract.ts';
import { createKey } from '../../server/modules/access/api-keys.usecases.ts';
import { systemPrincipal } from '../../server/modules/access/principal.ts';
import { findUserByEmail } from '../../server/modules/access/users.repository.ts';
import { changeUser, createUser, makePassword, preparePassword } from '../../server/modules/access/users.usecases.ts';
import { needed, UsageError, type Verb, type VerbContext } from './verb.ts';

const by = { principal: { ...systemPrincipal, name: 'Command line' } };
const text = { type: 'string' } as const;

function roleOf(options: VerbContext['options']): Role {
  const role = roleSchema.safeParse(options.role);
  if (!role.success) throw new UsageError(`--role must be one of ${roleSchema.options.join(', ')}`);
  return role.data;
}

function emailOf(options: VerbContext['options']): string {
  const email = z.email().max(200).safeParse(needed(options, 'email'));
  if (!email.success) throw new UsageError('--email must be an e-mail address');
  return email.data;
}

function passwordOf({ password }: VerbContext['options']): string | undefined {
  if (password === undefined) return undefined;
  if (typeof password === 'string' && password.length >= 10 && password.length <= 200) return password;
  throw new UsageError('--password must have 10 to 200 characters');
}

async function teamOf({ platform, options }: VerbContext): Promise<string | null> {
  if (options.team === undefined) return null;
  const [team] = await platform.database.sql<{ id: string }[]>`select id from teams where name = ${options.team}`;
  if (!team) throw new UsageError(`there is no team named ${options.team}`);
  return team.id;
}

export const accessVerbs: Verb[] = [
  {
    name: 'user create',
    usage: '--email E --name N --role R [--team T] [--password P]',
    summary: 'Make a user; without --password one is made and printed once',
    options: { email: text, name: text, role: text, team: text, password: text },
    async run(context) {
      const { platform, options, print } = context;
      const user = {
        email: emailOf(options),
        name: needed(options, 'name'),
        role: roleOf(options),
        teamId: await teamOf(context),
      };
      const prepared = await preparePassword(passwordOf(options));
      const created = await platform.database.transaction((tx) => createUser(tx, platform, user, prepared, by));
      print(`${created.id}  ${created.email}  ${created.role}`);
      if (created.initialPassword) print(`password (shown this once): ${created.initialPassword}`);
    },
  },
  {
    name: 'user password',
    usage: '--email E [--password P]',
    summary: 'Give a user a new password, make the account active, and end its sessions',
    options: { email: text, password: text },
    async run({ platform, options, print }) {
      const user = await findUserByEmail(platform.database.sql, emailOf(options));
      if (!user) throw new UsageError(`there is no user with the address ${options.email}`);
      const password = passwordOf(options) ?? makePassword();
      const prepared = await preparePassword(password);
      await platform.database.transaction((tx) => changeUser(tx, platform, user.id, { active: true }, prepared, by));
      if (options.password === undefined) print(`password (shown this once): ${password}`);
      print(`${user.email} can sign in.`);
    },
  },
  {
    name: 'api-key create',
    usage: '--name N --role R',
    summary: 'Make an API key and print it, this once',
    options: { name: text, role: text },
    async run({ platform, options, print }) {
      const key = { name: needed(options, 'name'), role: roleOf(options) };
      const made = await platform.database.transaction((tx) => createKey(tx, platform, key, by));
      print(made.key);
    },
  },
];
