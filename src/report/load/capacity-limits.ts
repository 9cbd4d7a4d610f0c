import type { LoadReport, Measurement } from '../../judgement/load/schema.ts';
import { reasonText } from './headline.ts';
import { placesText } from './validity.ts';

const placeLimit = 3;

type Limited = Measurement & { readonly capacityLimitedBy: NonNullable<Measurement['capacityLimitedBy']> };

const isLimited = (one: Measurement): one is Limited => one.capacityLimitedBy !== undefined;

/**
 * What limited closed loops, if it was not the servers, the most frequent first: `client-limited: apiserver, 2 (create at
 * 1,000 in kubernetes/rest; …): a flat 5.0 iterations/s …`. The latencies at a rate below the limit may be valid.
 */
export const capacityLimitTexts = (report: LoadReport): readonly string[] =>
  [...Map.groupBy(report.measurements.filter(isLimited), (one) => reasonText(one.capacityLimitedBy))]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(
      ([name, found]) =>
        `${name}, ${found.length} (${placesText(found, report, placeLimit)}): ${found[0]?.capacityLimitedBy.text}`,
    );
