import { quantileOf } from '../quantiles.ts';
import { findMeasurement } from './find-measurement.ts';
import { millisecondsText, notDecided, type Rule } from './rule.ts';

/** A pipeline of a load run has at most one version. */
export const cascade: Rule = {
  bound: 'not decided yet: delete-cascade deletes pipelines of one version; its median is told',
  decide: ({ report, lane, target }) => {
    const found = findMeasurement(report, { operation: 'delete-cascade', lane, target });
    const why = 'no operation deletes a pipeline of 200 versions';
    if ('missing' in found) return notDecided(`${why}; ${found.missing}`);
    const { service } = found.measurement;
    return notDecided(
      service === undefined
        ? why
        : `${why}; with one version the median is ${millisecondsText(quantileOf(service, report.quantileGrid, 50))}`,
    );
  },
};
