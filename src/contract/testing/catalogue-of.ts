import type { LaneName } from '../lane-name.ts';
import type { Requirement } from '../requirement.ts';

/** A catalogue of mandatory requirements of the area CRUD that apply in one lane, for tests. */
export const catalogueOf = (ids: readonly string[], lane: LaneName): ReadonlyMap<string, Requirement> =>
  new Map(
    ids.map((id) => [
      id,
      {
        id,
        area: 'CRUD',
        level: 'MUST',
        profile: 'core',
        text: '',
        source: '',
        lanes: [lane],
        laneExclusions: {},
        databaseDependent: false,
      },
    ]),
  );
