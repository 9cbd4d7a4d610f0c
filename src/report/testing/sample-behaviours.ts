import type { LaneName } from '../../contract/lane-name.ts';
import type { OperationName } from '../../contract/load-operation.ts';
import type { Distribution, Measurement } from '../../judgement/load/schema.ts';

/** The probabilities of a report, fewer than those of a run. */
export const sampleGrid = [1, 5, 10, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.9];
export const sampleObjects = [1_000, 3_000, 10_000, 30_000, 100_000] as const;
export const sampleTargets = ['reference', 'binary'] as const;
export type SampleTarget = (typeof sampleTargets)[number];

export const rounded = (value: number): number => Number(value.toPrecision(6));

/** Between -1 and 1, and always the same for one text. */
export const jitter = (text: string): number => {
  let state = 2_166_136_261;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return ((state ^ (state >>> 15)) % 2001) / 1000 - 1;
};

/** A log-logistic distribution: a long upper tail, and quantiles in closed form. */
export const distribution = (count: number, median: number, spread: number): Distribution => {
  const at = (share: number): number => rounded(median * (share / (1 - share)) ** spread);
  return {
    count,
    min: at(0.5 / (count + 1)),
    max: at(1 - 0.5 / (count + 1)),
    mean: rounded(median * 1.12),
    grid: sampleGrid.map((percent) => at(percent / 100)),
  };
};

interface Behaviour {
  readonly operation: OperationName;
  /** Median milliseconds of the reference at 1,000 pipelines, by lane; a lane without one lacks the operation. */
  readonly median: Partial<Record<LaneName, number>>;
  /** The power of N by which it grows, by lane. */
  readonly growth: Readonly<Record<LaneName, number>>;
  readonly rate: number;
  readonly seconds: number;
  /** What an iteration does to the number of pipelines. */
  readonly pipelines?: 1 | -1;
  /** Of the whole measurement, at a median in milliseconds. */
  readonly figures?: (objects: number, iterations: number, median: number) => Measurement['figures'];
}

const flat = { 'database/rest': 0.02, 'kubernetes/rest': 0.03, 'kubernetes/crd': 0.02 };
const scanned = { 'database/rest': 0.22, 'kubernetes/rest': 0.62, 'kubernetes/crd': 0.04 };
const medians = (database: number, kubernetes: number, crd?: number): Behaviour['median'] => ({
  'database/rest': database,
  'kubernetes/rest': kubernetes,
  ...(crd !== undefined && { 'kubernetes/crd': crd }),
});

/** As many pages of the largest size as each lane allows are alike here. */
const walkFigures = (objects: number, iterations: number): Measurement['figures'] => ({
  pagesCount: Math.ceil(objects / 200) * iterations,
  objectsCount: objects * iterations,
  gapsCount: 0,
  duplicatesCount: 0,
});

const visibilityFigures = (_: number, iterations: number, median: number): Measurement['figures'] => ({
  visibleGetP50Ms: rounded(median / 4),
  visibleGetP99Ms: rounded(median),
  visibleListP50Ms: rounded(median / 2),
  visibleListP99Ms: rounded(median * 2),
  missesGetCount: 0,
  missesListCount: Math.round(iterations / 50),
});

/** Of three watchers; the latency of the creates is a figure of it. */
const watchFigures = (_: number, iterations: number, median: number): Measurement['figures'] => ({
  watchersCount: 3,
  missingCount: 0,
  duplicatesCount: 0,
  recreatedCount: 0,
  unexpectedCount: 0,
  restartsCount: 0,
  lagP50Ms: rounded(median / 5),
  lagP99Ms: rounded(median),
  lagMaxMs: rounded(median * 3),
  lagFromAcknowledgementResolutionMs: 1,
  watchCpuSeconds: rounded(iterations / 4_000),
  createP50Ms: median,
  createP99Ms: rounded(median * 3.2),
});

export const behaviours: readonly Behaviour[] = [
  { operation: 'create', median: medians(3.1, 9.4, 6.2), growth: flat, rate: 60, seconds: 60, pipelines: 1 },
  { operation: 'get-known', median: medians(1.1, 1.3, 1.2), growth: flat, rate: 120, seconds: 60 },
  { operation: 'get-by-name', median: medians(1.2, 1.9, 1.6), growth: flat, rate: 120, seconds: 60 },
  { operation: 'list-first-page', median: medians(4.2, 6.8, 5.1), growth: scanned, rate: 20, seconds: 60 },
  { operation: 'list-sorted', median: medians(5.3, 8.9), growth: scanned, rate: 20, seconds: 60 },
  {
    operation: 'walk',
    median: medians(120, 210, 160),
    growth: { 'database/rest': 0.9, 'kubernetes/rest': 0.9, 'kubernetes/crd': 0.9 },
    rate: 1,
    seconds: 60,
    figures: walkFigures,
  },
  { operation: 'delete-cascade', median: medians(7.7, 18, 12), growth: flat, rate: 20, seconds: 30, pipelines: -1 },
  { operation: 'fan-out', median: medians(14, 22, 19), growth: scanned, rate: 5, seconds: 30 },
  {
    operation: 'read-your-writes',
    median: medians(9.2, 24, 15),
    growth: flat,
    rate: 10,
    seconds: 60,
    pipelines: 1,
    figures: visibilityFigures,
  },
  {
    operation: 'watch',
    median: { 'kubernetes/crd': 6.8 },
    growth: flat,
    rate: 20,
    seconds: 60,
    pipelines: 1,
    figures: watchFigures,
  },
];
