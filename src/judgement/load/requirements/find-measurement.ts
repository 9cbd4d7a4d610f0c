import type { LaneName } from '../../../contract/lane-name.ts';
import type { OperationName } from '../../../contract/load-operation.ts';
import type { InvalidReason } from '../invalid-reason.ts';
import type { Measurement } from '../schema.ts';
import { numberText, type DecidingNumbers } from './rule.ts';

/** A measurement that decides a requirement, or why there is none. */
export type Found = { readonly measurement: Measurement } | { readonly missing: string };

export interface Wanted {
  readonly operation: OperationName;
  readonly lane: LaneName;
  readonly target: string;
  /** The fewest pipelines in the store. */
  readonly least?: number;
  readonly fits?: (measurement: Measurement) => boolean;
  /** Reasons for which a measurement is invalid, and which are what the requirement forbids. */
  readonly despite?: readonly InvalidReason[];
}

export const placeOf = ({ operation, lane, objects }: Pick<Measurement, 'operation' | 'lane' | 'objects'>): string =>
  `${operation} in ${lane} at ${numberText(objects)} pipelines`;

/** The usable measurement of the smallest store that is large enough. */
export const findMeasurement = (
  { measurements, notMeasured = [] }: DecidingNumbers,
  { operation, lane, target, least = 0, fits = () => true, despite = [] }: Wanted,
): Found => {
  const all = measurements
    .filter((one) => one.operation === operation && one.lane === lane && one.target === target)
    .toSorted((one, other) => one.objects - other.objects);
  const large = all.filter((one) => one.objects >= least && fits(one));
  const reasonsOf = (one: Measurement) => one.invalid.filter(({ reason }) => !despite.includes(reason));
  const usable = large.find((one) => reasonsOf(one).length === 0);
  if (usable !== undefined) return { measurement: usable };
  const [invalid] = large;
  if (invalid !== undefined) {
    const why = reasonsOf(invalid).map(({ reason, subject }) =>
      subject === undefined ? reason : `${reason}:${subject}`,
    );
    return { missing: `${placeOf(invalid)} is invalid: ${why.join(', ')}` };
  }
  const last = all.at(-1);
  if (last !== undefined && last.objects < least)
    return {
      missing: `${operation} was measured with at most ${numberText(last.objects)} pipelines, not ${numberText(least)}`,
    };
  if (last !== undefined) return { missing: `no ${operation} in ${lane} was measured as the requirement demands` };
  const reason = notMeasured.find((one) => one.operation === operation && one.lane === lane)?.text;
  return { missing: `${operation} was not measured in ${lane}${reason === undefined ? '' : `: ${reason}`}` };
};
