/** The HTTP side of the scripted server: what it answers to each request of the console. */
import { baseRoutes } from './base-answers.ts';
import { type Answer, type Asked, list, missing, ok, type Route } from './scripted-route.ts';
import { calendarOf, detailOf, progressOfHouse } from './tasks-of-house.ts';
import type { World } from './world.ts';

/** Peaks that look like speech: bursts and pauses, the same every time. */
function waveform(seconds: number) {
  const peaks = Array.from({ length: 400 }, (_, i) => {
    const speech = Math.max(0, Math.sin(i / 9) + Math.sin(i / 23) * 0.8);
    return Math.min(1, 0.04 + speech * 0.4 * (0.5 + 0.5 * Math.abs(Math.sin(i * 12.9898))));
  });
  return { seconds, peaks };
}

function patchCall(world: World, asked: Asked, id: string): Answer {
  const call = world.state.calls[id];
  if (!call) return missing;
  const { dispositionId, nextStep, wrapUpDone, ...rest } = asked.body as Record<string, never>;
  const found = world.dispositions.find((each) => each.id === dispositionId);
  Object.assign(call, rest, { version: call.version + 1 });
  if (dispositionId !== undefined)
    call.disposition = found ? { id: found.id, code: found.code, label: found.label } : null;
  if (nextStep !== undefined)
    call.nextStep = nextStep ? ({ ...(nextStep as object), taskId: 'task_next' } as never) : null;
  if (wrapUpDone) {
    delete world.state.calls[id];
    asked.emit({
      name: 'call.removed',
      payload: { callId: id, because: 'wrap-up-done', byName: null, version: call.version },
    });
  } else asked.emit({ name: 'call.changed', payload: { call } });
  return ok(call);
}

const routes: Route[] = [
  [/^GET session$/, (world) => ok(world.session)],
  [/^POST session$/, (world) => ok(world.session)],
  [/^DELETE session$/, () => ok()],
  [/^GET settings$/, (world) => ok(world.settings)],
  [/^GET dispositions$/, (world) => ok({ items: world.dispositions })],
  [/^GET agents$/, (world) => list(world.house.agents)],
  [/^GET users$/, (world) => list(world.house.users)],
  [/^GET teams$/, (world) => ok({ items: world.house.teams })],
  [/^GET pbx$/, (world) => ok({ items: world.house.pbxs })],
  [/^GET pbx\/endpoints$/, (world) => ok({ items: world.house.endpoints })],
  [/^GET queues$/, (world) => ok({ items: Object.values(world.state.queues) })],
  [/^GET retry-ladders$/, (world) => ok({ items: world.house.ladders })],
  [/^GET calling-hours$/, (world) => ok({ items: world.house.hours })],
  [
    /^GET missed-calls$/,
    (world, { url }) => list(world.house.closedDebts.filter(({ state }) => state === url.searchParams.get('state'))),
  ],
  [/^GET calls$/, (world) => list(world.house.calls)],
  [
    /^GET calls\/([^/]+)$/,
    (world, _asked, [, id]) => {
      const found = world.house.calls.find((call) => call.id === id);
      return found ? ok(found) : missing;
    },
  ],
  [/^PATCH calls\/([^/]+)$/, (world, asked, [, id]) => patchCall(world, asked, id as string)],
  [/^GET calls\/[^/]+\/waveform$/, () => ok(waveform(192))],
  [/^GET calls\/([^/]+)\/card$/, (world, _asked, [, id]) => ok(world.state.cards[id as string])],
  [/^POST calls\/[^/]+\/.+$/, () => ok()],
  [
    /^POST calls$/,
    (_world, { body }) =>
      ok({
        originateId: 'o1',
        callId: null,
        to: { raw: (body as { to: string }).to, e164: (body as { to: string }).to, withheld: false },
      }),
  ],
  [/^GET contacts\/([^/]+)\/timeline$/, (world, _asked, [, id]) => list(world.timelines[id as string] ?? [])],
  [
    /^GET contacts\/([^/]+)$/,
    (world, _asked, [, id]) => (world.contacts[id as string] ? ok(world.contacts[id as string]) : missing),
  ],
  [/^GET contacts$/, (world) => list(Object.values(world.contacts))],
  [
    /^GET tasks$/,
    (world, { url }) => {
      const agentId = url.searchParams.get('agentId');
      const mine = world.house.tasks.filter((task) => !task.done && (!agentId || task.agent?.id === agentId));
      return list(mine.sort((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9')));
    },
  ],
  [
    /^GET tasks\/calendar$/,
    (world, { url }) => {
      const [from = '', to = '', agentIds] = ['from', 'to', 'agentIds'].map((key) => url.searchParams.get(key) ?? '');
      const inRange = calendarOf(world.house.tasks, Date.now()).filter(({ at }) => at >= from && at < to);
      const items = inRange.filter((item) => !agentIds || (item.kind === 'task' && item.task.agent?.id === agentIds));
      return ok({ items, isCut: false });
    },
  ],
  [/^GET tasks\/progress$/, (world) => ok({ items: world.house.tasks.length === 0 ? [] : progressOfHouse() })],
  [
    /^GET tasks\/([^/]+)$/,
    (world, _asked, [, id]) => {
      const task = world.house.tasks.find((each) => each.id === id);
      return task ? ok(detailOf(task, Date.now())) : missing;
    },
  ],
  [
    /^PATCH tasks\/([^/]+)$/,
    (world, { body }, [, id]) => {
      const task = world.state.tasks[id as string];
      if (!task) return missing;
      Object.assign(task, body, { version: task.version + 1 });
      return ok(task);
    },
  ],
  [
    /^POST agents\/([^/]+)\/presence$/,
    (world, { body }, [, id]) => {
      const presence = world.state.presence[id as string];
      if (!presence) return missing;
      Object.assign(presence, body, { since: new Date().toISOString(), version: presence.version + 1 });
      return ok(presence);
    },
  ],
  [/^GET search$/, (world, { url }) => search(world, url.searchParams.get('q') ?? '')],
  ...baseRoutes,
];

function search(world: World, q: string): Answer {
  const digits = q.replace(/\D/g, '');
  const items = Object.values(world.contacts)
    .filter(
      ({ name, phones }) =>
        name.toLowerCase().includes(q.toLowerCase()) ||
        (digits.length > 2 && phones.some((phone) => phone.e164?.includes(digits.slice(-10)))),
    )
    .map(({ id, name, role, organisationName }) => ({
      kind: 'contact',
      id,
      title: name,
      subtitle: [role, organisationName].filter(Boolean).join(' · '),
      matched: q,
    }));
  return ok({ items, dial: digits.length >= 10 ? `+${digits}` : null });
}

/** Finds the answer; everything but signing in needs a world that is signed in. */
export function answer(world: World | null, asked: Asked): Answer {
  if (!world) return { status: 401, value: { error: { code: 'access.not_signed_in', message: 'Sign in.' } } };
  const line = `${asked.method} ${asked.url.pathname.replace('/api/', '')}`;
  for (const [pattern, run] of routes) {
    const match = pattern.exec(line);
    if (match) return run(world, asked, match);
  }
  return missing;
}
