import { estimateOf, type Estimate } from '../quantiles.ts';
import type { Measurement } from '../schema.ts';
import { findMeasurement, placeOf, type Found } from './find-measurement.ts';
import { met, millisecondsText, notDecided, notMet, numberText, type Rule, type Scope } from './rule.ts';

const leastObjects = 10_000;
const mostTimes = 5;

const measurementIn = ({ report, target }: Scope, lane: Scope['lane'], fits?: (one: Measurement) => boolean): Found =>
  findMeasurement(report, { operation: 'get-known', lane, target, least: leastObjects, ...(fits && { fits }) });

const medianOf = ({ report }: Scope, { service, loop }: Measurement): Estimate | undefined =>
  loop === 'closed' || service === undefined ? undefined : estimateOf(service, report.quantileGrid, 50);

/** The median of a GET by id in Kubernetes mode, beside that in database mode. */
export const getById: Rule = {
  bound: `with at least 10,000 pipelines, the median of get-known is at most ${mostTimes} times that of database/rest, by the 95 % intervals of both`,
  decide: (scope) => {
    const own = measurementIn(scope, scope.lane);
    if ('missing' in own) return notDecided(own.missing);
    const { objects } = own.measurement;
    const other = measurementIn(scope, 'database/rest', (one) => one.objects === objects);
    if ('missing' in other) return notDecided(other.missing);
    const [kubernetes, database] = [medianOf(scope, own.measurement), medianOf(scope, other.measurement)];
    if (kubernetes === undefined || database === undefined)
      return notDecided('get-known has no median: too few samples, or a closed loop, which judges no latency');
    const times = (kubernetes.value / database.value).toFixed(2);
    const text = `the median of ${placeOf(own.measurement)} is ${millisecondsText(kubernetes.value)}, ${times} times that of database/rest, ${millisecondsText(database.value)} (at most ${mostTimes} times)`;
    if (kubernetes.high <= mostTimes * database.low) return met(text);
    if (kubernetes.low <= mostTimes * database.high)
      return notDecided(`${text}; the intervals of both leave it open: more samples are needed`);
    // More objects than the requirement names: the same could be fast enough with fewer.
    return objects === leastObjects
      ? notMet(text)
      : notDecided(`${text}; with ${numberText(leastObjects)} pipelines it was not measured`);
  },
};
