import type { Measurement } from '../judgement/load/schema.ts';
import { invalidities } from '../judgement/load/validity.ts';
import { quantileGrid } from './data/quantile-grid.ts';
import { capacityLoop, measuredLoop } from './k6-loops.ts';
import { loopRunner } from './loop-runner.ts';
import type { MeasureOptions } from './measure-options.ts';
import { operations } from './operations.ts';
import { evaluateSamples } from './sampled-measurement.ts';
import type { StartBeside } from './watch/beside.ts';
import { usageApart } from './watch/usage-apart.ts';

/**
 * Measures one operation: in an open loop its capacity first, then the latency at an offered rate below it; in a closed loop
 * a number of iterations. Throws an EnvironmentError if k6 or the store fails.
 */
export const measureWithK6 = async (options: MeasureOptions, startBeside: StartBeside): Promise<Measurement> => {
  const { bench, plan, target, lane, operation, contents, sampler } = options;
  const open = plan.loop.kind === 'open';
  const probe = capacityLoop(plan, operation, contents.pipelines);
  // The rate is not known before the capacity: the planned one needs the most indices.
  const run = await loopRunner(options, [...(open ? [probe] : []), measuredLoop(plan, operation)], startBeside);
  const capacityRun = open ? await run(probe) : undefined;
  const capacity = capacityRun?.numbers.perSecond;
  const [capacityLimit] =
    capacityRun === undefined ? [] : evaluateSamples(capacityRun, sampler, { lane, target, loop: 'closed' }).limits;
  const before = await bench.count();
  const measured = measuredLoop(plan, operation, capacity);
  const { loop } = measured;
  const startedAt = new Date().toISOString();
  const measuredRun = await run(measured);
  const after = await bench.count();
  const { seen } = measuredRun;
  const { longestConnectMs, ...numbers } = measuredRun.numbers;
  const offered = loop.kind === 'rate' ? { offeredPerSecond: loop.iterations / loop.perSeconds } : {};
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
    variation: {},
    startedAt,
    loop: plan.loop.kind,
    ...offered,
    ...(capacity !== undefined && capacity > 0 && { capacityPerSecond: capacity }),
    ...(capacityLimit !== undefined && { capacityLimitedBy: capacityLimit }),
    ...numbers,
    figures: { ...numbers.figures, ...seen.figures },
    ...(attribution !== undefined && { attribution }),
    usage: usageApart(usage, seen.cpuSeconds),
    invalid: [
      ...invalidities({
        ...numbers,
        loop: plan.loop.kind,
        service: numbers.service,
        lag: numbers.lag,
        grid: quantileGrid,
        // Without a warm-up the first requests open the connections.
        longestConnectMs: open ? longestConnectMs : 0,
        ...(open && { quantile: operations[operation].quantile }),
        store: {
          // What a write makes is checked by its answers; a read must leave the store as it was.
          expected: operations[operation].writes ? after.pipelines : before.pipelines,
          counted: after.pipelines,
        },
      }),
      ...(capacityRun?.seen.invalid ?? []),
      ...seen.invalid,
      // A closed loop of a few iterations judges no latency, so that nothing limits it.
      ...(open ? limits : []),
    ],
  };
};
