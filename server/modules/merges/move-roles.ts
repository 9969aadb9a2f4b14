/** Organisations of a person, people of an organisation, and who was picked for a number: rows whose key is the pair. */
import type { Tx } from '../../platform/database/database.ts';
import { keptRows, type MergeMover } from '../reversible-actions/movers.ts';

interface Role {
  contact_id: string;
  organisation_id: string;
  role: string | null;
  position: number;
}

interface RolesMoved {
  removed: Role[];
  added: Role[];
}

const pair = (row: Role) => `${row.contact_id} ${row.organisation_id}`;

/** Makes the roles of these people what they should be, and says what that changed. */
async function replaceRoles(tx: Tx, before: readonly Role[], after: readonly Role[]): Promise<RolesMoved> {
  const same = (a: Role, b: Role) => pair(a) === pair(b) && a.role === b.role && a.position === b.position;
  const removed = before.filter((row) => !after.some((one) => same(one, row)));
  const added = after.filter((row) => !before.some((one) => same(one, row)));
  for (const row of removed)
    await tx`
      delete from contact_roles
      where contact_id = ${row.contact_id} and organisation_id = ${row.organisation_id}`;
  if (added.length > 0) await tx`insert into contact_roles ${tx(added.map((row) => ({ ...row })))}`;
  return { removed, added };
}

/** Takes the change back, row by row: a role that was changed or removed since stays as it is. */
async function restoreRoles(tx: Tx, { removed, added }: RolesMoved) {
  let kept = 0;
  for (const row of added) {
    const { count } = await tx`
      delete from contact_roles where contact_id = ${row.contact_id} and organisation_id = ${row.organisation_id}
        and role is not distinct from ${row.role}`;
    kept += 1 - count;
  }
  let restored = 0;
  for (const row of removed) {
    const { count } = await tx`
      insert into contact_roles ${tx({ ...row })} on conflict do nothing`;
    restored += count;
    kept += 1 - count;
  }
  return { restored: restored + added.length - Math.min(kept, added.length), kept: keptRows('roles', kept) };
}

const uniteRoles = (rows: readonly Role[], contactId: string, primary: string | null): Role[] => {
  const united = new Map<string, Role>();
  for (const row of rows)
    if (row.organisation_id !== primary && !united.has(row.organisation_id)) united.set(row.organisation_id, row);
  return [...united.values()].map((row, position) => ({ ...row, contact_id: contactId, position }));
};

/** The first organisation of a merged person becomes a further one of the person who stays. */
export const contactRolesMover: MergeMover<RolesMoved> = {
  name: 'roles',
  record: 'contact',
  async move(tx, { from, to }) {
    const order = [to, ...from];
    const rows = await tx<Role[]>`
      select contact_id, organisation_id, role, position from contact_roles
      where contact_id = any(${order}::text[]) order by array_position(${order}::text[], contact_id), position`;
    const firsts = await tx<{ id: string; organisation_id: string | null; role: string | null }[]>`
      select id, organisation_id, role from contacts
      where id = any(${order}::text[]) order by array_position(${order}::text[], id)`;
    const primary = firsts.find(({ id }) => id === to)?.organisation_id ?? null;
    const further = firsts.flatMap(({ id, organisation_id, role }) =>
      organisation_id === null || id === to ? [] : [{ contact_id: id, organisation_id, role, position: 0 }],
    );
    const mine = rows.filter((row) => row.contact_id === to);
    return replaceRoles(tx, mine, uniteRoles([...mine, ...further, ...rows], to, primary));
  },
  unmove: (tx, moved) => restoreRoles(tx, moved),
};

/** People whose further organisation was merged away. */
export const organisationRolesMover: MergeMover<RolesMoved> = {
  name: 'roles',
  record: 'organisation',
  async move(tx, { from, to }) {
    const theirs = await tx<Role[]>`
      select contact_id, organisation_id, role, position from contact_roles
      where organisation_id = any(${[...from]}::text[]) order by contact_id, position for update`;
    const people = theirs.map((row) => row.contact_id);
    const there = await tx<{ contact_id: string }[]>`
      select contact_id from contact_roles where organisation_id = ${to} and contact_id = any(${people}::text[])
      union select id from contacts where organisation_id = ${to} and id = any(${people}::text[])`;
    const known = new Set(there.map((row) => row.contact_id));
    const added: Role[] = [];
    for (const row of theirs) {
      if (known.has(row.contact_id)) continue;
      known.add(row.contact_id);
      added.push({ ...row, organisation_id: to });
    }
    return replaceRoles(tx, theirs, added);
  },
  unmove: (tx, moved) => restoreRoles(tx, moved),
};

interface Pick {
  e164: string;
  picked_at: string;
}
interface PicksMoved {
  /** Told of the survivor from now on; `had`: when it was told before, if ever. */
  picks: (Pick & { had: string | null })[];
}

/** "It was this person": what was said of a merged person is said of the one who stays. The old rows may stay. */
export const picksMover: MergeMover<PicksMoved> = {
  name: 'picks',
  record: 'contact',
  async move(tx, { from, to }) {
    const picks = await tx<PicksMoved['picks']>`
      select p.e164, max(p.picked_at)::text as picked_at, max(m.picked_at)::text as had
      from number_picks p left join number_picks m on m.e164 = p.e164 and m.contact_id = ${to}
      where p.contact_id = any(${[...from]}::text[]) group by p.e164
      having max(m.picked_at) is null or max(m.picked_at) < max(p.picked_at)`;
    for (const { e164, picked_at } of picks)
      await tx`
        insert into number_picks (e164, contact_id, picked_at) values (${e164}, ${to}, ${picked_at}::timestamptz)
        on conflict (e164, contact_id) do update set picked_at = excluded.picked_at`;
    return { picks: picks.map((row) => ({ ...row })) };
  },
  async unmove(tx, { picks }, { to }) {
    let restored = 0;
    for (const { e164, picked_at, had } of picks) {
      const same = tx`e164 = ${e164} and contact_id = ${to} and picked_at = ${picked_at}::timestamptz`;
      const { count } = had
        ? await tx`update number_picks set picked_at = ${had}::timestamptz where ${same}`
        : await tx`delete from number_picks where ${same}`;
      restored += count;
    }
    return { restored, kept: keptRows('picks', picks.length - restored) };
  },
};
