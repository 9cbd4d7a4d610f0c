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

describe('SCL-09, a walk beside writers', () => {
  const beside: Partial<Measurement> = { operation: 'walk-beside-writers', objects: 5_000 };
  const exact = { gapsCount: 0, duplicatesCount: 0, walksBesideCount: 3, writtenCount: 900 };
  const invalid = (reason: Measurement['invalid'][number]['reason']) => ({ invalid: [{ reason, text: '' }] });
  const walked = (figures: Measurement['figures'], changes: Partial<Measurement> = {}) =>
    measured({ ...beside, ...changes, figures: { ...exact, ...figures } });

  test.each([
    ['each once', walked({}), 'met'],
    ['one missed', walked({ gapsCount: 1 }), 'not-met'],
    ['one shown twice', walked({ duplicatesCount: 1 }), 'not-met'],
    ['one missed while the walks were late', walked({ gapsCount: 1 }, invalid('schedule-lag')), 'not-met'],
    ['each once, while the walks were late', walked({}, invalid('schedule-lag')), 'met'],
    ['fewer pipelines', walked({ gapsCount: 1 }, { objects: 4_999 }), 'not-decided'],
    ['no walk beside writers', walked({ walksBesideCount: 0 }), 'not-decided'],
    ['nothing written', walked({ writtenCount: 0 }), 'not-decided'],
    ['a write refused', walked({ refusedWritesCount: 1 }), 'not-decided'],
    ['a page that failed', walked({}, { wrongAnswers: 1, ...invalid('wrong-answers') }), 'not-decided'],
    ['a pipeline left behind', walked({}, invalid('state-changed')), 'not-decided'],
    ['no figures', measured({ ...beside, figures: {} }), 'not-decided'],
  ])('%s', (_, report, outcome) => {
    expect(decided('SCL-09', report)).toMatchObject({ outcome });
  });

  test.each([
    ['a gap', { gapsCount: 1, duplicatesCount: 0 }, 10_000, 'not-met'],
    ['a duplicate', { gapsCount: 0, duplicatesCount: 1 }, 10_000, 'not-met'],
    ['neither', { gapsCount: 0, duplicatesCount: 0 }, 10_000, 'not-decided'],
    ['fewer pipelines', { gapsCount: 1, duplicatesCount: 0 }, 3_000, 'not-decided'],
  ])('without writers: %s', (_, figures, objects, outcome) => {
    expect(decided('SCL-09', measured({ operation: 'walk', figures, objects }))).toMatchObject({ outcome });
  });

  test('the numbers of the walks and of the writers are in the text', () => {
    expect(decided('SCL-09', walked({ gapsCount: 2 })).text).toBe(
      'walk-beside-writers in kubernetes/rest at 5,000 pipelines missed 2 pipelines and showed 0 twice',
    );
    expect(decided('SCL-09', walked({})).text).toContain(
      'in 3 walks beside writers that created and deleted 900 others',
    );
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

  // Why: the plan says what the harness starts; what an installation has, only its cluster tells.
  test.each([
    ['found', 'met', /1,000 versions/],
    ['none', 'not-decided', /^the installation has no webhooks/],
    ['unknown', 'not-decided', /not known: allow the user/],
  ] as const)('in an installation whose webhooks are %s', (webhooks, outcome, text) => {
    const found = { measurements: [madeUpMeasurement(applied)], environment: { webhooks } };
    const expected = { outcome, text: expect.stringMatching(text) as string };
    expect(decided('SCL-10', madeUpNumbers(found), lane)).toMatchObject(expected);
    const large = { operation: 'create-with-version', response: around(9_000) } as const;
    const slow = madeUpNumbers({ ...found, measurements: [madeUpMeasurement(large)] }, { sizes: 1_048_576 });
    expect(decided('WH-22', slow)).toMatchObject({ outcome });
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

describe('SCL-01, a page of versions', () => {
  const listed = (versionsCount: number, changes: Partial<Measurement> = {}): Partial<Measurement> => ({
    operation: 'list-versions',
    figures: { versionsCount, firstP50Ms: versionsCount / 100, firstP99Ms: 130, middleP50Ms: 20.25 },
    ...changes,
  });
  const both = (changes: Partial<Measurement>) => measured(listed(1_000), listed(10_000, changes));

  test('both numbers of versions are recorded, with the times of both pages', () => {
    expect(decided('SCL-01', both({}))).toEqual({
      outcome: 'recorded',
      text: 'of 1,000 versions first page p50 10.0 ms, p99 130 ms, middle page p50 20.3 ms; of 10,000 versions first page p50 100 ms, p99 130 ms, middle page p50 20.3 ms',
    });
  });

  test.each([
    ['of one number', measured(listed(1_000)), /as the requirement demands \(10,000 versions\)$/],
    ['of fewer versions', both({ figures: listed(9_999).figures ?? {} }), /\(10,000 versions\)$/],
    ['without a median', both({ figures: { versionsCount: 10_000, firstP50Ms: 3 } }), /has no medians/],
    ['in a closed loop', both({ loop: 'closed' }), /has no medians/],
    ['invalid', both({ invalid: [{ reason: 'dropped-iterations', text: '1' }] }), /invalid: dropped-iterations/],
  ])('%s', (_, report, text) => {
    expect(decided('SCL-01', report)).toEqual({
      outcome: 'not-decided',
      text: expect.stringMatching(text) as string,
    });
  });
});

describe('SCL-03, reads beside unknown ids', () => {
  const figures: Measurement['figures'] = {
    aloneP50Ms: 2,
    besideP50Ms: 3,
    aloneRequestsCount: 200,
    aloneFailedCount: 0,
    besideRequestsCount: 200,
    besideFailedCount: 0,
    unknownSentCount: 1_000,
    unknownAnsweredCount: 1_000,
  };
  const read = (changed: Measurement['figures'], changes: Partial<Measurement> = {}) =>
    measured({
      operation: 'reads-beside-unknown',
      seconds: 20,
      ...changes,
      figures: { ...figures, ...changed },
    });
  const wrong = (count: number): Partial<Measurement> => ({
    wrongAnswers: count,
    invalid: [{ reason: 'wrong-answers', text: String(count) }],
  });

  const late: Partial<Measurement> = { invalid: [{ reason: 'schedule-lag', text: '' }] };

  test.each([
    ['all answered', read({}), 'met'],
    ['99 a second', read({ unknownSentCount: 990 }), 'met'],
    ['fewer', read({ unknownSentCount: 989 }), 'not-decided'],
    ['none', read({ unknownSentCount: 0, unknownAnsweredCount: 0 }), 'not-decided'],
    ['one read failed beside them', read({ besideFailedCount: 1 }, wrong(1)), 'not-met'],
    ['one failed beside fewer', read({ besideFailedCount: 1, unknownSentCount: 500 }, wrong(1)), 'not-met'],
    [
      'one was not answered at all',
      read({}, { interrupted: 1, invalid: [{ reason: 'interrupted-iterations', text: '1' }] }),
      'not-met',
    ],
    ['one failed without them', read({ aloneFailedCount: 1, besideFailedCount: 1 }, wrong(2)), 'not-decided'],
    ['unknown ids refused', read({ unknownAnsweredCount: 0 }), 'met'],
    ['reads dropped', read({}, { invalid: [{ reason: 'dropped-iterations', text: '1' }] }), 'not-decided'],
    ['late, and all answered', read({}, late), 'met'],
    ['a closed loop', read({}, { loop: 'closed' }), 'not-decided'],
  ])('%s', (_, report, outcome) => {
    expect(decided('SCL-03', report)).toMatchObject({ outcome });
  });

  test('times that must not be used are not told', () => {
    expect(decided('SCL-03', read({}, late)).text).toMatch(/; their times must not be used \(schedule-lag\)$/);
  });

  test('the latency beside and without is in the text', () => {
    expect(decided('SCL-03', read({})).text).toBe(
      'reads-beside-unknown in kubernetes/rest at 10,000 pipelines: beside 100.0 unknown ids a second (1,000 of 1,000 answered 404), 0 of 200 reads were not answered rightly; their median was 3.0 ms, without unknown ids 2.0 ms',
    );
  });
});

describe('SCL-04, a cascade over 200 versions', () => {
  const deleted = (longestMs: number, changes: Partial<Measurement> = {}) =>
    measured({
      operation: 'delete-cascade-many',
      loop: 'closed',
      virtualUsers: 1,
      iterations: 3,
      response: { ...around(longestMs, 3), max: longestMs },
      figures: { versionsDeletedCount: 600 },
      ...changes,
    });
  const late: Partial<Measurement> = {
    wrongAnswers: 1,
    figures: { versionsDeletedCount: 400 },
    invalid: [
      { reason: 'wrong-answers', text: '1' },
      { reason: 'state-changed', text: '' },
    ],
  };
  test.each([
    ['below 60 s', deleted(59_999), 'met'],
    ['60 s', deleted(60_000), 'not-met'],
    ['no answer in time', deleted(120_000, late), 'not-met'],
    ['refused at once', deleted(40, late), 'not-decided'],
    ['throttled', deleted(40, { throttled: 1, invalid: [{ reason: 'wrong-answers', text: '1' }] }), 'not-decided'],
    ['versions left', deleted(40, { figures: { versionsDeletedCount: 599 } }), 'not-decided'],
    ['several at a time', deleted(61_000, { virtualUsers: 2 }), 'not-decided'],
    ['none', deleted(40, { iterations: 0 }), 'not-decided'],
  ])('%s', (_, report, outcome) => {
    expect(decided('SCL-04', report)).toMatchObject({ outcome });
  });
});
