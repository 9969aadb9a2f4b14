/** What the scripted server answers about the base: people, organisations, deals, imports. */
import type { FilterRecord } from '../../server/contract/filters.contract.ts';
import { customFields, directoryEntries, fieldsOf, organisations } from './base-of-house.ts';
import { boardOf, makeHouseDeals, pipelines } from './deals-of-house.ts';
import { importPreview, importRows, importTargets, makeHouseImports } from './imports-of-house.ts';
import { list, missing, ok, type Route } from './scripted-route.ts';
import type { World } from './world.ts';

/** A firm at its first day has an empty base. */
const isNew = (world: World) => Object.keys(world.contacts).length === 0;
const of = <T>(world: World, items: T[]): T[] => (isNew(world) ? [] : items);
const oneOf = <T extends { id: string }>(items: readonly T[], id: string | undefined) => {
  const found = items.find((item) => item.id === id);
  return found ? ok(found) : missing;
};

const records: Route[] = [
  [/^GET fields$/, (_world, { url }) => ok({ items: fieldsOf(url.searchParams.get('record') as FilterRecord) })],
  [/^GET directories$/, () => ok({ items: directoryEntries })],
  [/^GET custom-fields$/, () => ok({ items: customFields })],
  [/^GET segments$/, () => ok({ items: [] })],
  [/^POST segments\/count$/, (world) => ok({ count: Object.keys(world.contacts).length, isExact: true })],
  [/^POST contacts\/search$/, (world) => list(Object.values(world.contacts))],
  [/^POST organisations\/search$/, (world) => list(of(world, organisations))],
  [/^GET organisations\/([^/]+)$/, (_world, _asked, [, id]) => oneOf(organisations, id)],
  [/^GET organisations\/[^/]+\/timeline$/, () => list([])],
];

const deals: Route[] = [
  [/^GET pipelines$/, () => ok({ items: pipelines })],
  [/^GET loss-reasons$/, () => ok({ items: [] })],
  [/^GET deals$/, (world) => list(of(world, makeHouseDeals(Date.now())))],
  [
    /^POST deals\/search$/,
    (world) =>
      list(
        of(
          world,
          makeHouseDeals(Date.now()).filter(({ custom }) => custom.branch),
        ),
      ),
  ],
  [/^GET deals\/board$/, (world) => ok(boardOf(of(world, makeHouseDeals(Date.now()))))],
  [/^GET deals\/scores$/, () => ok({ items: [] })],
];

const imports: Route[] = [
  [/^GET imports$/, (world) => list(of(world, makeHouseImports(Date.now())))],
  [/^GET imports\/targets$/, () => ok({ items: importTargets })],
  [/^GET imports\/[^/]+\/preview$/, () => ok(importPreview)],
  [/^GET imports\/[^/]+\/rows$/, () => ok(importRows)],
  [/^GET imports\/[^/]+\/kept$/, () => ok({ items: [] })],
  [/^GET imports\/([^/]+)$/, (_world, _asked, [, id]) => oneOf(makeHouseImports(Date.now()), id)],
];

export const baseRoutes: Route[] = [...records, ...deals, ...imports];
