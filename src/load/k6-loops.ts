import { samplesFor } from '../judgement/load/quantiles.ts';
import type { OperationName } from '../contract/load-operation.ts';
import { offeredRate } from './offered-rate.ts';
import { operations, type Quantile } from './operations.ts';
import type { Plan } from './plan.ts';
import type { Loop } from './script-variables.ts';

/** A loop, and the most iterations that it begins, with those of writers beside it: as many indices are kept free for it. */
export interface BoundedLoop {
  readonly loop: Loop;
  readonly iterations: number;
}

/** No lane reaches more in a closed loop. */
const mostPerSecond = 5_000;

/** Fewer are over before all virtual users are at work; more would change the store too much before the measurement. */
const writesOfUser = 10;
const writesShare = 1 / 20;
const mostWrites = 2_000;

/** Writers of `walk-beside-writers` in a closed loop of a number of walks: their writes for each. */
const writesOfWalk = 50;

/** For a target that writes slowly: as many times the seconds of a read. */
const writesPatience = 3;

export const virtualUsersFor = (plan: Plan, operation: OperationName): number =>
  Math.min(plan.virtualUsers, operations[operation].virtualUsers ?? plan.virtualUsers);

/** The writes beside an operation, in so many seconds or beside so many iterations. */
const writesBeside = (operation: OperationName, most: number): number =>
  operations[operation].beside === 'writers' ? most : 0;

/** The closed loop that finds the capacity: of some seconds for reads, of a number of writes. */
export const capacityLoop = (plan: Plan, operation: OperationName, objects: number): BoundedLoop => {
  const virtualUsers = virtualUsersFor(plan, operation);
  const seconds = plan.loop.kind === 'open' ? plan.loop.capacitySeconds : 1;
  if (operations[operation].writes) {
    const iterations = Math.min(mostWrites, Math.max(writesOfUser * virtualUsers, Math.round(objects * writesShare)));
    return { loop: { kind: 'count', iterations, virtualUsers, mostSeconds: writesPatience * seconds }, iterations };
  }
  return { loop: { kind: 'seconds', seconds, virtualUsers }, iterations: mostPerSecond * seconds };
};

/** The measured loop, and the highest quantile, in percent, that it is long enough for; absent: it judges no latency. */
export interface MeasuredLoop extends BoundedLoop {
  readonly quantile?: Quantile;
}

/** The quantiles for which a measurement is planned, the highest first. */
const quantiles: readonly Quantile[] = [99, 90, 50];

/** k6 may begin an iteration fewer than the rate says, and some may fail. */
const spare = 1.05;

const neededFor = (quantile: Quantile): number => Math.ceil(spare * samplesFor(quantile));

/** The highest quantile, up to that of the operation, that a rate tells within some seconds; p50 where it tells none. */
const toldQuantile = (highest: Quantile, perSecond: number, seconds: number): Quantile =>
  quantiles.find((one) => one <= highest && neededFor(one) <= perSecond * seconds) ?? 50;

/**
 * The most iterations that the measured loop begins, with those of writers beside it, whatever the capacity is: a lower rate
 * goes on for longer, to a whole second.
 */
export const mostIterations = (plan: Plan, operation: OperationName): number => {
  if (plan.loop.kind === 'closed') return measuredLoop(plan, operation).iterations;
  const { seconds, mostSeconds, perSecond } = plan.loop;
  const planned = perSecond[operation] ?? operations[operation].perSecond;
  const begun = Math.max(seconds * planned, neededFor(operations[operation].quantile) + planned);
  return Math.ceil(begun) + 1 + writesBeside(operation, mostPerSecond * Math.max(seconds, mostSeconds));
};

/**
 * The loop that is measured. `capacity`: iterations a second in a closed loop; unknown where none was measured. An open loop
 * lasts as long as planned, or where its rate is low, as long as its quantile needs, up to `mostSeconds`.
 */
export const measuredLoop = (plan: Plan, operation: OperationName, capacity = Infinity): MeasuredLoop => {
  const virtualUsers = virtualUsersFor(plan, operation);
  if (plan.loop.kind === 'closed') {
    const { iterations } = plan.loop;
    const beside = writesBeside(operation, writesOfWalk * iterations);
    return { loop: { kind: 'count', iterations, virtualUsers }, iterations: iterations + beside };
  }
  const { mostSeconds, perSecond } = plan.loop;
  const planned = operations[operation];
  const rate = offeredRate(perSecond[operation] ?? planned.perSecond, capacity);
  const offered = rate.iterations / rate.perSeconds;
  const quantile = toldQuantile(planned.quantile, offered, Math.max(plan.loop.seconds, mostSeconds));
  const needed = Math.ceil(neededFor(quantile) / offered);
  const seconds = Math.max(plan.loop.seconds, Math.min(mostSeconds, needed));
  const begun = Math.ceil(seconds * offered) + 1;
  const beside = writesBeside(operation, mostPerSecond * seconds);
  return { loop: { kind: 'rate', ...rate, seconds, virtualUsers }, iterations: begun + beside, quantile };
};
