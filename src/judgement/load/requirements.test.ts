import { describe, expect, test } from 'vitest';
import type { LaneName } from '../../contract/lane-name.ts';
import { loadRunRequirements } from '../../contract/load-run-requirements.ts';
import { decidedRequirements, ruleOf } from './requirements.ts';
import type { DecidingNumbers } from './requirements/rule.ts';
import { rules } from './requirements/rules.ts';
import type { Measurement, StoreRecord } from './schema.ts';
import { around, madeUpMeasurement, madeUpNumbers, madeUpStore, target } from './testing/made-up-numbers.ts';

const requirements = await loadRunRequirements();

const decided = (id: string, report: DecidingNumbers, lane: LaneName = 'kubernetes/rest') =>
  ruleOf(id).decide({ report, target, lane });
const measured = (...all: readonly Partial<Measurement>[]) =>
  madeUpNumbers({ measurements: all.map((one) => madeUpMeasurement(one)) });
const stored = (all: readonly Partial<StoreRecord>[], settings?: unknown) =>
  madeUpNumbers({ stores: all.map((one) => madeUpStore(one)) }, settings);

test('each requirement has a rule, and each rule a requirement', () => {
  expect(requirements.map(({ id }) => id).toSorted()).toEqual(Object.keys(rules).toSorted());
});

test('a run that measured nothing decides nothing, and says why', () => {
  for (const { id, lanes } of requirements)
    for (const lane of lanes)
      expect({ id, ...decided(id, madeUpNumbers({}), lane) }).toMatchObject({
        outcome: 'not-decided',
        text: expect.stringMatching(/\w{4}/) as string,
      });
});

test('only the measured lanes of a requirement are decided, for each target', () => {
  const report = measured({ lane: 'kubernetes/rest' }, { lane: 'database/rest' });
  const found = decidedRequirements(report, requirements).map(({ id, lane }) => `${id} ${lane}`);
  expect(found).toContain('SCL-02 kubernetes/rest');
  expect(found).not.toContain('SCL-02 database/rest');
  expect(found.filter((one) => one.endsWith('kubernetes/crd'))).toEqual([]);
});

describe('SCL-02, a GET by id in both modes', () => {
  const both = (kubernetes: Partial<Measurement>, database: Partial<Measurement> = {}) =>
    measured(kubernetes, { lane: 'database/rest', ...database });

  test.each([
    ['at most five times as long', { service: around(9) }, {}, 'met'],
    ['more', { service: around(12) }, {}, 'not-met'],
    ['intervals that leave it open', { service: around(10.1, 60) }, { service: around(2, 60) }, 'not-decided'],
    ['more, but with more objects', { objects: 30_000, service: around(12) }, { objects: 30_000 }, 'not-decided'],
    ['less, with more objects', { objects: 30_000, service: around(9) }, { objects: 30_000 }, 'met'],
    ['too few samples', { service: around(12, 3) }, {}, 'not-decided'],
    ['a closed loop', { loop: 'closed' }, { loop: 'closed' }, 'not-decided'],
  ] as const)('%s', (_, kubernetes, database, outcome) => {
    expect(decided('SCL-02', both(kubernetes, database))).toMatchObject({ outcome });
  });

  test('the numbers of both modes are in the text', () => {
    expect(decided('SCL-02', both({ service: around(12) })).text).toBe(
      'the median of get-known in kubernetes/rest at 10,000 pipelines is 12.0 ms, 6.00 times that of database/rest, 2.0 ms (at most 5 times)',
    );
  });

  test('an invalid measurement decides nothing, unless a larger store has a valid one', () => {
    const invalid = [{ reason: 'client-limited', subject: target, text: '5/s' }] as const;
    expect(decided('SCL-02', both({ service: around(12), invalid: [...invalid] }))).toEqual({
      outcome: 'not-decided',
      text: 'get-known in kubernetes/rest at 10,000 pipelines is invalid: client-limited:apiserver',
    });
    const report = measured({ invalid: [...invalid] }, { objects: 30_000 }, { lane: 'database/rest', objects: 30_000 });
    expect(decided('SCL-02', report)).toMatchObject({ outcome: 'met' });
  });

  test.each([
    [
      'too few pipelines',
      measured({ objects: 3_000 }),
      'get-known was measured with at most 3,000 pipelines, not 10,000',
    ],
    ['no other mode', measured({}), 'get-known was not measured in database/rest'],
    ['another operation', measured({ operation: 'walk' }), 'get-known was not measured in kubernetes/rest'],
  ])('%s', (_, report, text) => {
    expect(decided('SCL-02', report)).toEqual({ outcome: 'not-decided', text });
  });
});

describe('SCL-05, the memory of the server', () => {
  const two = (after: number, changes: Partial<StoreRecord> = {}) => [
    { rssBytes: { target: 100e6 } },
    { objects: 3_000, versions: 3_000, rssBytes: { target: after }, ...changes },
  ];
  test.each([
    ['below three times the definitions and 2 kB an object', two(700e6), { sizes: 100_000 }, 'met'],
    ['above', two(720e6), { sizes: 100_000 }, 'not-met'],
    ['of smaller definitions', two(720e6), { sizes: 10_000 }, 'not-decided'],
    ['of definitions of many sizes', two(720e6), {}, 'not-decided'],
    ['of one store', two(720e6).slice(1), { sizes: 100_000 }, 'not-decided'],
    ['of a server that was not sampled', two(0, { rssBytes: {} }), { sizes: 100_000 }, 'not-decided'],
  ])('%s', (_, stores, settings, outcome) => {
    expect(decided('SCL-05', stored(stores, settings))).toMatchObject({ outcome });
  });
});

describe('SCL-06, the first list after a start', () => {
  const restarted = (versions: number, figures: Measurement['figures'], changes: Partial<Measurement> = {}) =>
    madeUpNumbers({
      stores: [madeUpStore({ objects: 25_000, versions })],
      measurements: [madeUpMeasurement({ operation: 'restart', objects: 25_000, figures, ...changes })],
    });
  const slow = { firstPageP50Ms: 61_000 };
  test.each([
    ['within 60 s', restarted(5_000, { firstPageP50Ms: 3_900 }), 'met'],
    ['later', restarted(5_000, slow), 'not-met'],
    ['later, over more versions', restarted(20_000, slow), 'not-decided'],
    ['over fewer versions', restarted(2_000, slow), 'not-decided'],
    ['without its time', restarted(5_000, {}), 'not-decided'],
    [
      'in an invalid measurement',
      restarted(5_000, slow, { invalid: [{ reason: 'state-changed', text: '' }] }),
      'not-decided',
    ],
  ])('%s', (_, report, outcome) => {
    expect(decided('SCL-06', report)).toMatchObject({ outcome });
  });
});

describe('SCL-07, uploads at the same time', () => {
  const all: Partial<Measurement> = {
    operation: 'create-with-version',
    loop: 'closed',
    virtualUsers: 50,
    iterations: 200,
    objectsAfter: 10_200,
  };
  const cases: readonly (readonly [string, Partial<Measurement>, string])[] = [
    ['all stored', {}, 'met'],
    ['one refused', { wrongAnswers: 1, invalid: [{ reason: 'wrong-answers', text: '1' }] }, 'not-met'],
    ['one throttled', { throttled: 1 }, 'not-met'],
    ['one lost', { objectsAfter: 10_199 }, 'not-met'],
    ['one stored twice', { objectsAfter: 10_201 }, 'not-met'],
    ['too few users', { virtualUsers: 20 }, 'not-decided'],
    ['an open loop', { loop: 'open' }, 'not-decided'],
    ['interrupted', { invalid: [{ reason: 'interrupted-iterations', text: '1' }] }, 'not-decided'],
  ];
  test.each(cases)('%s', (_, changes, outcome) => {
    expect(decided('SCL-07', measured({ ...all, ...changes }))).toMatchObject({ outcome });
  });
});

test('SCL-08: the bytes in etcd for each version are recorded', () => {
  const stores = [{ etcdBytesInUse: 10e6 }, { objects: 11_000, versions: 3_000, etcdBytesInUse: 30e6 }];
  expect(decided('SCL-08', stored(stores))).toEqual({
    outcome: 'recorded',
    text: 'etcd uses 10,000 bytes for each version, with 5.0 pipelines beside it; definitions have the sizes of real pipelines',
  });
  expect(decided('SCL-08', stored(stores.slice(1)))).toMatchObject({ outcome: 'not-decided' });
});

test.each([
  ['a gap', { gapsCount: 1, duplicatesCount: 0 }, 10_000, 'not-met'],
  ['a duplicate', { gapsCount: 0, duplicatesCount: 1 }, 10_000, 'not-met'],
  ['neither, without writers', { gapsCount: 0, duplicatesCount: 0 }, 10_000, 'not-decided'],
  ['fewer objects', { gapsCount: 1, duplicatesCount: 0 }, 3_000, 'not-decided'],
  ['no figures', {}, 10_000, 'not-decided'],
])('SCL-09: a walk with %s', (_, figures, objects, outcome) => {
  expect(decided('SCL-09', measured({ operation: 'walk', figures: { ...figures }, objects }))).toMatchObject({
    outcome,
  });
});

describe('SCL-10, versions through the webhooks', () => {
  const lane = 'kubernetes/crd';
  const applied = { operation: 'create-with-version', lane, iterations: 1_000 } as const;
  test.each([
    ['all created', applied, 'met'],
    [
      'one timed out',
      { ...applied, wrongAnswers: 1, invalid: [{ reason: 'wrong-answers' as const, text: '1' }] },
      'not-met',
    ],
    [
      'one throttled',
      { ...applied, throttled: 1, invalid: [{ reason: 'wrong-answers' as const, text: '1' }] },
      'not-met',
    ],
    ['one of few timed out', { ...applied, iterations: 50, wrongAnswers: 1 }, 'not-met'],
    ['too few', { ...applied, iterations: 999 }, 'not-decided'],
    ['dropped', { ...applied, invalid: [{ reason: 'dropped-iterations' as const, text: '1' }] }, 'not-decided'],
  ])('%s', (_, measurement, outcome) => {
    expect(decided('SCL-10', measured(measurement), lane)).toMatchObject({ outcome });
  });

  test('without webhooks it is not decided', () => {
    const report = madeUpNumbers({ measurements: [madeUpMeasurement(applied)] }, { webhooks: false });
    expect(decided('SCL-10', report, lane)).toMatchObject({ outcome: 'not-decided' });
  });
});

describe('WH-22, the latency of the webhooks', () => {
  const large = { sizes: 1_048_576 };
  const report = (response: Measurement['response'], settings: unknown = large, loop: Measurement['loop'] = 'open') =>
    madeUpNumbers(
      {
        measurements: [madeUpMeasurement({ operation: 'create-with-version', loop, ...(response && { response }) })],
      },
      settings,
    );
  test.each([
    ['below 10 s', report(around(9_000)), 'met'],
    ['above', report(around(12_000)), 'not-met'],
    ['an interval that leaves it open', report(around(9_500)), 'not-decided'],
    ['smaller definitions', report(around(12_000), { sizes: 100_000 }), 'not-decided'],
    ['without webhooks', report(around(12_000), { ...large, webhooks: false }), 'not-decided'],
    ['too few samples', report(around(12_000, 100)), 'not-decided'],
    ['a closed loop', report(around(9_000), large, 'closed'), 'not-decided'],
    ['no time of iterations', report(undefined), 'not-decided'],
  ])('%s', (_, numbers, outcome) => {
    expect(decided('WH-22', numbers)).toMatchObject({ outcome });
  });
});

test.each([
  [
    'SCL-01',
    { operation: 'list-first-page', objects: 1_000 },
    'list-first-page in kubernetes/rest at 1,000 pipelines: p50 2.0 ms',
  ],
  ['SCL-03', { operation: 'get-unknown', capacityPerSecond: 412 }, 'alone, get-unknown reaches 412/s'],
  [
    'SCL-03',
    {
      operation: 'get-unknown',
      capacityPerSecond: 7,
      capacityLimitedBy: { reason: 'client-limited', text: 'a flat 7.1 iterations/s' },
    },
    'the capacity of get-unknown is not that of the servers: a flat 7.1 iterations/s',
  ],
  ['SCL-04', { operation: 'delete-cascade', service: around(40) }, 'with one version the median is 40.0 ms'],
] as const)('%s is not decided yet, and tells what comes nearest', (id, measurement, text) => {
  expect(decided(id, measured(measurement))).toEqual({
    outcome: 'not-decided',
    text: expect.stringContaining(text) as string,
  });
});
