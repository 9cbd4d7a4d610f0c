import type { OperationName } from '../contract/load-operation.ts';
import { flatRate } from '../judgement/load/flat-rate.ts';
import type { Invalidity, Measurement } from '../judgement/load/schema.ts';
import { invalidities } from '../judgement/load/validity.ts';
import { quantileGrid } from './data/quantile-grid.ts';
import type { Bench } from './bench.ts';
import { firstComplaint } from './k6/first-complaint.ts';
import { capacityLoop, measuredLoop, mostIterations } from './k6-loops.ts';
import { loopRunner } from './loop-runner.ts';
import type { MeasureOptions } from './measure-options.ts';
import { operations } from './operations.ts';
import { planVariation } from './plan-variation.ts';
import { evaluateSamples } from './sampled-measurement.ts';
import type { ScriptNumbers } from './k6-measurement.ts';
import type { StartBeside } from './watch/beside.ts';
import { usageApart } from './watch/usage-apart.ts';

/** Who or what limited the closed loop of the capacity: refusals are quicker than the work. */
const capacityLimitOf = (
  { wrongAnswers, throttled, scriptErrors }: ScriptNumbers,
  limits: readonly Invalidity[],
): Invalidity | undefined => {
  const wrong = wrongAnswers + throttled + scriptErrors;
  if (wrong === 0) return limits[0];
  return { reason: 'wrong-answers', text: `${wrong} of the requests for the capacity were not answered as expected` };
};

/** Iterations a second: behind a limiter, those after the burst that it lets pass. */
const capacityOf = ({ perSecond, windows }: ScriptNumbers, limit: Invalidity | undefined): number =>
  limit?.reason === 'client-limited' ? (flatRate(windows)?.perSecond ?? perSecond) : perSecond;

const toldByScript: readonly Invalidity['reason'][] = ['wrong-answers', 'script-errors'];

/** What the script itself said of wrong answers and errors: its log goes with the environment. */
const withCause = (lines: readonly string[], invalid: readonly Invalidity[]): readonly Invalidity[] => {
  const complaint = firstComplaint(lines);
  if (complaint === undefined) return invalid;
  return invalid.map((one) =>
    toldByScript.includes(one.reason) ? { ...one, text: `${one.text}; the first: ${complaint}` } : one,
  );
};

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

/** Counts the versions of a store, where an operation deletes many with each pipeline. */
const countVersions = async (operation: OperationName, { store }: Bench): Promise<number | undefined> =>
  (operations[operation].deletes ?? 0) > 1 ? store.versions() : undefined;

/**
 * Measures one operation: in an open loop its capacity first, then the latency at an offered rate below it; in a closed loop
 * a number of iterations. Throws an EnvironmentError if k6 or the store fails.
 */
export const measureWithK6 = async (options: MeasureOptions, startBeside: StartBeside): Promise<Measurement> => {
  const { bench, plan, target, lane, operation, contents, sampler } = options;
  const { showsServers, relaysRest = false } = bench;
  const open = plan.loop.kind === 'open';
  const probe = capacityLoop(plan, operation, contents.pipelines);
  // The rate is not known before the capacity.
  const longest = { ...measuredLoop(plan, operation), iterations: mostIterations(plan, operation) };
  const run = await loopRunner(options, [...(open ? [probe] : []), longest], startBeside);
  const capacityRun = open ? await run(probe) : undefined;
  const capacityLimit =
    capacityRun &&
    capacityLimitOf(
      capacityRun.numbers,
      evaluateSamples(capacityRun, sampler, { lane, target, loop: 'closed', showsServers, relaysRest }).limits,
    );
  const capacity = capacityRun === undefined ? undefined : capacityOf(capacityRun.numbers, capacityLimit);
  const before = await bench.store.pipelines();
  const versionsBefore = await countVersions(operation, bench);
  const measured = measuredLoop(plan, operation, capacity);
  const { loop } = measured;
  const began = Date.now();
  const measuredRun = await run(measured, capacity);
  const after = await bench.store.pipelines();
  const versionsAfter = await countVersions(operation, bench);
  const { seen, warmUps } = measuredRun;
  const { extra, ...numbers } = measuredRun.numbers;
  const offered = loop.kind === 'rate' ? { offeredPerSecond: loop.iterations / loop.perSeconds } : {};
  const { usage, attribution, limits } = evaluateSamples(measuredRun, sampler, {
    lane,
    target,
    loop: plan.loop.kind,
    ...offered,
    showsServers,
    relaysRest,
  });
  return {
    target,
    lane,
    objects: contents.pipelines,
    objectsBefore: before,
    objectsAfter: after,
    operation,
    variation: planVariation(plan),
    // The measured part, to which events and windows belong, begins behind the warm-up.
    startedAt: new Date(extra.startedAtMs ?? began).toISOString(),
    loop: plan.loop.kind,
    ...offered,
    ...(capacity !== undefined && capacity > 0 && { capacityPerSecond: capacity }),
    ...(capacityLimit !== undefined && { capacityLimitedBy: capacityLimit }),
    ...(measured.quantile !== undefined && { quantile: measured.quantile }),
    ...numbers,
    figures: {
      ...numbers.figures,
      ...seen.figures,
      ...(versionsBefore !== undefined &&
        versionsAfter !== undefined && { versionsDeletedCount: versionsBefore - versionsAfter }),
    },
    ...(attribution !== undefined && operations[operation].beside === undefined && { attribution }),
    usage: usageApart(usage, seen.cpuSeconds),
    invalid: [
      ...withCause(
        measuredRun.lastLines,
        invalidities({
          ...numbers,
          loop: plan.loop.kind,
          service: numbers.service,
          lag: numbers.lag,
          grid: quantileGrid,
          // Without a warm-up the first requests open the connections.
          longestConnectMs: open ? extra.longestConnectMs : 0,
          ...(measured.quantile !== undefined && { quantile: measured.quantile }),
          store: {
            ...expectedPipelines(operation, before, measuredRun.numbers, warmUps),
            counted: after,
          },
        }),
      ),
      ...(capacityRun?.seen.invalid ?? []),
      ...seen.invalid,
      // A closed loop of a few iterations judges no latency, so that nothing limits it.
      ...(open ? limits : []),
    ],
  };
};
