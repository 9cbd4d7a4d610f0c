import { findMeasurement } from './find-measurement.ts';
import { notDecided, type Rule } from './rule.ts';

/** No operation has bystanders; the capacity tells how near the target is to being starved. */
export const unknownIds: Rule = {
  bound: 'not decided yet: no operation sends unknown ids beside other requests; the capacity of get-unknown is told',
  decide: ({ report, lane, target }) => {
    const found = findMeasurement(report, { operation: 'get-unknown', lane, target });
    const why = 'no operation sends 100 unknown ids a second beside other requests';
    if ('missing' in found) return notDecided(`${why}; ${found.missing}`);
    const { capacityPerSecond, capacityLimitedBy } = found.measurement;
    if (capacityLimitedBy !== undefined)
      return notDecided(
        `${why}; alone, the capacity of get-unknown is not that of the servers: ${capacityLimitedBy.text}`,
      );
    return notDecided(
      capacityPerSecond === undefined ? why : `${why}; alone, get-unknown reaches ${capacityPerSecond.toFixed(0)}/s`,
    );
  },
};
