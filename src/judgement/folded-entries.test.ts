import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { laneNames } from '../contract/lane-name.ts';
import type { BaselineEntry } from './baseline.ts';
import { foldedEntries } from './folded-entries.ts';

const entry = (more: Partial<BaselineEntry>): BaselineEntry => ({
  requirement: 'CRUD-06',
  lane: 'database/rest',
  scenario: 'story',
  aspects: { status: ['500'] },
  reason: 'a reason that somebody has looked into',
  ...more,
});

test('equal entries of several lanes and scenarios become one', () => {
  const all = ['story-multi-user', 'story'].flatMap((scenario) =>
    (['kubernetes/rest', 'database/rest'] as const).map((lane) => entry({ lane, scenario })),
  );
  expect(foldedEntries(all)).toMatchObject([
    { lanes: ['database/rest', 'kubernetes/rest'], scenarios: ['story', 'story-multi-user'] },
  ]);
});

test('only scenarios with the same lanes are folded, since an entry is of every listed scenario in every listed lane', () => {
  const all = [entry({}), entry({ lane: 'kubernetes/rest' }), entry({ scenario: 'other' })];
  expect(foldedEntries(all)).toMatchObject([
    { lanes: ['database/rest'], scenarios: ['other'] },
    { lanes: ['database/rest', 'kubernetes/rest'], scenarios: ['story'] },
  ]);
});

test.each([
  ['aspects', { aspects: { status: ['503'] } }],
  ['reason', { reason: 'another reason that somebody has looked into' }],
  ['rate', { intermittent: { failed: 1, runs: 2, reviewAfter: 50 } }],
  ['requirement', { requirement: 'CRUD-07' }],
])('entries with another %s are not folded', (_, more) => {
  expect(foldedEntries([entry({}), entry({ lane: 'kubernetes/rest', ...more })])).toHaveLength(2);
});

test('folding loses and adds nothing, and does not depend on the order of the entries', () => {
  const some = fc.uniqueArray(
    fc.record({
      requirement: fc.constantFrom('CRUD-06', 'CRUD-07'),
      lane: fc.constantFrom(...laneNames),
      scenario: fc.constantFrom('a', 'b', 'c'),
      value: fc.constantFrom('500', '503'),
    }),
    { selector: (one) => JSON.stringify(one) },
  );
  const flat = ({ requirement, lane, scenario, aspects }: BaselineEntry) =>
    JSON.stringify([requirement, lane, scenario, aspects]);
  fc.assert(
    fc.property(some, (records) => {
      const entries = records.map(({ value, ...place }) => entry({ ...place, aspects: { status: [value] } }));
      const folded = foldedEntries(entries);
      const again = folded.flatMap(({ lanes, scenarios, ...rest }) =>
        lanes.flatMap((lane) => scenarios.map((scenario) => flat({ ...rest, lane, scenario }))),
      );
      expect(again.toSorted()).toEqual(entries.map(flat).toSorted());
      expect(foldedEntries(entries.toReversed())).toEqual(folded);
    }),
  );
});
