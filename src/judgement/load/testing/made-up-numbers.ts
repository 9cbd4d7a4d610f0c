import type { DecidingNumbers } from '../requirements/rule.ts';
import type { Distribution, Measurement, StoreRecord } from '../schema.ts';

export const target = 'apiserver';

/** All quantiles lie between 0.9 and 1.1 times the median. */
export const around = (median: number, count = 2_000): Distribution => ({
  count,
  min: 0.9 * median,
  max: 1.1 * median,
  mean: median,
  grid: [median, 1.05 * median],
});

export const madeUpMeasurement = (changes: Partial<Measurement>): Measurement => ({
  target,
  lane: 'kubernetes/rest',
  objects: 10_000,
  objectsBefore: 10_000,
  objectsAfter: 10_000,
  operation: 'get-known',
  variation: {},
  startedAt: '2026-11-30T09:00:00.000Z',
  loop: 'open',
  seconds: 20,
  virtualUsers: 20,
  perSecond: 100,
  iterations: 2_000,
  requests: 2_000,
  service: around(2),
  dropped: 0,
  interrupted: 0,
  scriptErrors: 0,
  wrongAnswers: 0,
  throttled: 0,
  windows: [],
  usage: {},
  figures: {},
  invalid: [],
  ...changes,
});

export const madeUpStore = (changes: Partial<StoreRecord>): StoreRecord => ({
  target,
  storage: 'kubernetes',
  objects: 1_000,
  versions: 1_000,
  namespaces: 1,
  seeding: { from: 'nothing', created: 2_000, seconds: 10, perSecond: 200, harnessCpuSeconds: 0 },
  proof: { counted: 1_000, countedVersions: 1_000, sampled: 0, equal: 0 },
  rssBytes: {},
  ...changes,
});

/** What a run of one target says; `settings` are those of its plan. */
export const madeUpNumbers = (
  { measurements = [], stores = [], notMeasured = [], environment = {} }: Partial<DecidingNumbers>,
  settings: unknown = {},
): DecidingNumbers => ({
  targets: [{ name: target, kind: 'binary', release: '2.17.0', commit: 'unknown' }],
  quantileGrid: [50, 99],
  plan: { name: 'made-up', digest: 'sha256:0', seed: 1, settings },
  measurements,
  stores,
  notMeasured,
  environment,
});
