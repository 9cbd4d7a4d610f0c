import { quantileOf } from '../quantiles.ts';
import { findMeasurement, placeOf } from './find-measurement.ts';
import { millisecondsText, notDecided, type Rule } from './rule.ts';

/** A pipeline of a load run has at most one version, so that its versions have no pages. */
export const versionPage: Rule = {
  bound: 'not decided yet: no operation lists versions; the times of a page of 20 pipelines are told',
  decide: ({ report, lane, target }) => {
    const why = 'no operation lists the versions of a pipeline';
    const texts = [1_000, 10_000].map((objects) => {
      const wanted = { operation: 'list-first-page', lane, target, least: objects } as const;
      const found = findMeasurement(report, { ...wanted, fits: (one) => one.objects === objects });
      if ('missing' in found) return found.missing;
      const { service } = found.measurement;
      if (service === undefined) return `${placeOf(found.measurement)} has no latency`;
      const at = (percent: number): string => millisecondsText(quantileOf(service, report.quantileGrid, percent));
      return `${placeOf(found.measurement)}: p50 ${at(50)}, p90 ${at(90)}`;
    });
    return notDecided(`${why}; of pipelines, ${texts.join('; ')}`);
  },
};
