import { usersBeside } from './data/users-beside.ts';
import { scriptOf } from './lane-scripts.ts';
import type { BoundedLoop } from './k6-loops.ts';
import { scriptNumbers, windowCount } from './k6-measurement.ts';
import type { MeasureOptions } from './measure-options.ts';
import { operations } from './operations.ts';
import { prepareOperation } from './prepare-operation.ts';
import type { SampledRun } from './sampled-measurement.ts';
import { scriptVariables, type WarmUp } from './script-variables.ts';
import type { Seen, StartBeside } from './watch/beside.ts';

/** A loop that has ended, between two marks of the sampler. */
export interface EndedLoop extends SampledRun {
  /** The iterations of its warm-up. */
  readonly warmUps: number;
  readonly seen: Seen;
  /** What k6 logged, oldest first. */
  readonly lastLines: readonly string[];
}

/** Runs a loop of the script of an operation. `capacity`: the iterations a second that a closed loop reached, if it is known. */
export type LoopRunner = (bounded: BoundedLoop, capacity?: number) => Promise<EndedLoop>;

const longestWarmUpSeconds = 60;

/**
 * One iteration of each virtual user opens its connection and fills caches; a plan that judges no latency needs none. It gets
 * twice the time that it takes at the known capacity: the connection of a request that is cut off is lost.
 */
const warmUpOf = (
  { plan, operation }: Pick<MeasureOptions, 'plan' | 'operation'>,
  { loop }: BoundedLoop,
  capacity = Infinity,
): WarmUp => {
  if (plan.loop.kind === 'closed') return { iterations: 0, seconds: 1 };
  const { beside } = operations[operation];
  const users = loop.virtualUsers + (beside === undefined ? 0 : usersBeside[beside]);
  const seconds = 2 + Math.ceil((2 * users) / Math.max(capacity, Number.EPSILON));
  return { iterations: 1, seconds: Math.min(longestWarmUpSeconds, seconds) };
};

const warmUpsOf = (options: MeasureOptions, bounded: BoundedLoop): number =>
  bounded.loop.virtualUsers * warmUpOf(options, bounded).iterations;

/** The indices that a loop and its warm-up may use. */
const indicesOf = (options: MeasureOptions, bounded: BoundedLoop): number =>
  warmUpsOf(options, bounded) + bounded.iterations;

/** The script of a watch is that of the creates that it sees. */
const scriptFor = ({ lane, operation }: MeasureOptions): string =>
  scriptOf(lane, operation === 'watch' ? 'create' : operation);

/** Keeps indices for the loops, and makes what they need. `loops`: each with the most iterations that it may begin. */
export const loopRunner = async (
  options: MeasureOptions,
  loops: readonly BoundedLoop[],
  startBeside: StartBeside,
): Promise<LoopRunner> => {
  const { bench, plan, seed, lane, contents, takeIndices, sampler, signal } = options;
  const all = loops.reduce((sum, loop) => sum + indicesOf(options, loop), 0);
  let next = takeIndices(all);
  const prepared = await prepareOperation(options, { from: next, to: next + all });
  return async (bounded, capacity) => {
    const [first, count, warmUps] = [next, indicesOf(options, bounded), warmUpsOf(options, bounded)];
    next += count;
    await using beside = await startBeside({ first, count, warmUps });
    const own = scriptVariables(plan, {
      seed,
      contents,
      first,
      loop: bounded.loop,
      warmUp: warmUpOf(options, bounded, capacity),
      windows: windowCount,
    });
    const variables = {
      ...bench.variables,
      ...prepared,
      ...own,
      ...beside.variables,
      LANE: lane,
      DELETE_FIRST: String(first),
    };
    const { consoleFile } = beside;
    const start = await sampler.mark();
    const summary = await bench.k6.run(
      { script: scriptFor(options), variables, ...(consoleFile !== undefined && { consoleFile }) },
      signal,
    );
    const end = await sampler.mark();
    const numbers = scriptNumbers(summary, bounded.loop);
    return { numbers, start, end, warmUps, seen: await beside.finish(numbers), lastLines: summary.lastLines };
  };
};
