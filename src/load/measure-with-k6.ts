import type { LaneName } from '../contract/lane-name.ts';
import type { OperationName } from '../contract/load-operation.ts';
import { flatRate } from '../judgement/load/flat-rate.ts';
import type { Invalidity, Measurement } from '../judgement/load/schema.ts';
import { invalidities } from '../judgement/load/validity.ts';
import type { Bench } from './bench.ts';
import { quantileGrid } from './data/quantile-grid.ts';
import type { IdFiles } from './id-files.ts';
import { capacityLoop, measuredLoop, type BoundedLoop } from './k6-loops.ts';
import { scriptNumbers, windowCount, type ScriptNumbers } from './k6-measurement.ts';
import { scriptOf } from './lane-scripts.ts';
import { operations } from './operations.ts';
import type { Plan } from './plan.ts';
import { planVariation } from './plan-variation.ts';
import { prepareDeletion } from './prepare-deletion.ts';
import { evaluateSamples, type SampledRun } from './sampled-measurement.ts';
import type { Sampler } from './sampling/sampler.ts';
import { scriptVariables, type WarmUp } from './script-variables.ts';
import type { StoreContents } from './store-contents.ts';

/** An open store with the ids of its objects. */
export interface MeasuredStore {
  readonly bench: Bench;
  readonly contents: StoreContents;
  readonly ids: IdFiles;
  /** Hands out indices of pipelines that do not exist, each once; returns the first. */
  readonly takeIndices: (count: number) => number;
}

export interface MeasureOptions extends MeasuredStore {
  readonly plan: Plan;
  readonly seed: number;
  /** The name of the target in the report. */
  readonly target: string;
  readonly lane: LaneName;
  readonly operation: OperationName;
  readonly sampler: Pick<Sampler, 'mark' | 'between' | 'samples' | 'secondAt'>;
  readonly signal: AbortSignal;
}

type Runner = (bounded: BoundedLoop, capacity?: number) => Promise<ScriptNumbers>;

const longestWarmUpSeconds = 60;

/**
 * One iteration of each virtual user opens its connection and fills caches; a plan that judges no latency needs none. It gets
 * twice the time that it takes at the known capacity: the connection of a request that is cut off is lost.
 */
const warmUpOf = ({ loop: { kind } }: Plan, { loop }: BoundedLoop, capacity = Infinity): WarmUp => {
  if (kind === 'closed') return { iterations: 0, seconds: 1 };
  const seconds = 2 + Math.ceil((2 * loop.virtualUsers) / Math.max(capacity, Number.EPSILON));
  return { iterations: 1, seconds: Math.min(longestWarmUpSeconds, seconds) };
};

/** The indices that a loop and its warm-up may use. */
const indicesOf = (plan: Plan, bounded: BoundedLoop): number =>
  bounded.loop.virtualUsers * warmUpOf(plan, bounded).iterations + bounded.iterations;

const runnerOf = async (options: MeasureOptions, loops: readonly BoundedLoop[]): Promise<Runner> => {
  const { bench, plan, seed, lane, operation, contents, takeIndices, signal } = options;
  const { deletes = false } = operations[operation];
  const all = loops.reduce((sum, loop) => sum + indicesOf(plan, loop), 0);
  let next = takeIndices(all);
  const ids = deletes
    ? await prepareDeletion(bench, { plan, seed, contents, first: next, count: all, signal })
    : options.ids;
  return async (bounded, capacity) => {
    const first = next;
    next += indicesOf(plan, bounded);
    const own = scriptVariables(plan, {
      seed,
      contents,
      first,
      loop: bounded.loop,
      warmUp: warmUpOf(plan, bounded, capacity),
      windows: windowCount,
    });
    const variables = { ...bench.variables, ...ids, ...own, LANE: lane, DELETE_FIRST: String(first) };
    return scriptNumbers(await bench.k6.run({ script: scriptOf(lane, operation), variables }, signal), bounded.loop);
  };
};

/** Iterations a second: behind a limiter, those after the burst that it lets pass. */
const capacityOf = ({ perSecond, windows }: ScriptNumbers, limit: Invalidity | undefined): number =>
  limit?.reason === 'client-limited' ? (flatRate(windows)?.perSecond ?? perSecond) : perSecond;

/** The pipelines after a measurement: unknown where an iteration was cut off or failed, which may have written or not. */
const expectedPipelines = (
  operation: OperationName,
  before: number,
  { iterations, interrupted, wrongAnswers, throttled, scriptErrors, extra }: ScriptNumbers,
  warmUps: number,
): { readonly expected?: number } => {
  const { pipelines, writes } = operations[operation];
  if (!writes) return { expected: before };
  const isCut = interrupted > 0 || extra.allIterations - iterations < warmUps;
  if (pipelines === 'some' || isCut || wrongAnswers + throttled + scriptErrors > 0) return {};
  return { expected: before + pipelines * extra.allIterations };
};

/**
 * Measures one operation: in an open loop its capacity first, then the latency at an offered rate below it; in a closed loop
 * a number of iterations. Throws an EnvironmentError if k6 or the store fails.
 */
export const measureWithK6 = async (options: MeasureOptions): Promise<Measurement> => {
  const { bench, plan, target, lane, operation, contents, sampler } = options;
  const open = plan.loop.kind === 'open';
  const probe = capacityLoop(plan, operation, contents.pipelines);
  // The rate is not known before the capacity: the planned one needs the most indices.
  const run = await runnerOf(options, [...(open ? [probe] : []), measuredLoop(plan, operation)]);
  const sampled = async (bounded: BoundedLoop, known?: number): Promise<SampledRun> => {
    const start = await sampler.mark();
    const numbers = await run(bounded, known);
    return { numbers, start, end: await sampler.mark() };
  };
  const capacityRun = open ? await sampled(probe) : undefined;
  const [capacityLimit] =
    capacityRun === undefined ? [] : evaluateSamples(capacityRun, sampler, { lane, target, loop: 'closed' }).limits;
  const capacity = capacityRun === undefined ? undefined : capacityOf(capacityRun.numbers, capacityLimit);
  const before = await bench.count();
  const measured = measuredLoop(plan, operation, capacity);
  const { loop } = measured;
  const startedAt = new Date().toISOString();
  const measuredRun = await sampled(measured, capacity);
  const after = await bench.count();
  const { extra, ...numbers } = measuredRun.numbers;
  const offered = loop.kind === 'rate' ? { offeredPerSecond: loop.iterations / loop.perSeconds } : {};
  const warmUps = loop.virtualUsers * warmUpOf(plan, measured).iterations;
  const { usage, attribution, limits } = evaluateSamples(measuredRun, sampler, {
    lane,
    target,
    loop: plan.loop.kind,
    ...offered,
  });
  return {
    target,
    lane,
    objects: contents.pipelines,
    objectsBefore: before.pipelines,
    objectsAfter: after.pipelines,
    operation,
    variation: planVariation(plan),
    startedAt,
    loop: plan.loop.kind,
    ...offered,
    ...(capacity !== undefined && capacity > 0 && { capacityPerSecond: capacity }),
    ...(capacityLimit !== undefined && { capacityLimitedBy: capacityLimit }),
    ...numbers,
    ...(attribution !== undefined && { attribution }),
    usage,
    invalid: [
      ...invalidities({
        ...numbers,
        loop: plan.loop.kind,
        service: numbers.service,
        lag: numbers.lag,
        grid: quantileGrid,
        // Without a warm-up the first requests open the connections.
        longestConnectMs: open ? extra.longestConnectMs : 0,
        ...(open && { quantile: operations[operation].quantile }),
        store: {
          ...expectedPipelines(operation, before.pipelines, measuredRun.numbers, warmUps),
          counted: after.pipelines,
        },
      }),
      // A closed loop of a few iterations judges no latency, so that nothing limits it.
      ...(open ? limits : []),
    ],
  };
};
