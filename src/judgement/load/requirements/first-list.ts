import type { Measurement } from '../schema.ts';
import { findMeasurement, placeOf } from './find-measurement.ts';
import { met, notDecided, notMet, numberText, type Rule } from './rule.ts';

const leastVersions = 5_000;
const mostSeconds = 60;

/** The time from the start of the server over a full store to the end of its first list. */
export const firstList: Rule = {
  bound: `over at least 5,000 versions, the median of the starts of restart has its first page less than ${mostSeconds} s after the start`,
  decide: ({ report, lane, target }) => {
    const versionsAt = ({ objects }: Pick<Measurement, 'objects'>): number =>
      report.stores.find((one) => one.target === target && one.storage === 'kubernetes' && one.objects === objects)
        ?.versions ?? 0;
    const most = Math.max(0, ...report.stores.filter((one) => one.target === target).map(({ versions }) => versions));
    const found = findMeasurement(report, {
      operation: 'restart',
      lane,
      target,
      fits: (one) => versionsAt(one) >= leastVersions,
    });
    if ('missing' in found)
      return notDecided(
        most < leastVersions
          ? `the largest store has ${numberText(most)} versions, not ${numberText(leastVersions)}`
          : found.missing,
      );
    const { measurement } = found;
    const { firstPageP50Ms } = measurement.figures;
    if (firstPageP50Ms === undefined) return notDecided(`${placeOf(measurement)} has no time of a first list`);
    const seconds = firstPageP50Ms / 1000;
    const versions = versionsAt(measurement);
    const text = `the first page came ${seconds.toFixed(1)} s after the start, over ${numberText(versions)} versions (less than ${mostSeconds} s)`;
    if (seconds < mostSeconds) return met(text);
    return versions === leastVersions
      ? notMet(text)
      : notDecided(`${text}; over ${numberText(leastVersions)} versions it was not measured`);
  },
};
