import { invalidReasons, type InvalidReason } from '../../judgement/load/invalid-reason.ts';
import type { LoadReport, Measurement } from '../../judgement/load/schema.ts';
import { counted } from '../../text/counted.ts';
import { isUnusable } from '../../judgement/load/load-exit-code.ts';
import { isValid } from './headline.ts';
import { whole } from './number-text.ts';

/** What makes a measurement invalid, in words. */
const meanings: Readonly<Record<InvalidReason, string>> = {
  'dropped-iterations': 'iterations were not started, because no virtual user was free',
  'interrupted-iterations': 'the slowest iterations were cut off and left no sample',
  'schedule-lag': 'iterations started too late',
  'script-errors': 'the script failed',
  'wrong-answers': 'answers were wrong',
  'no-samples': 'nothing was measured',
  'too-few-samples': 'there are too few samples',
  'generator-limited': 'the load generator was the bottleneck',
  'client-limited': 'a limiter of a client was the bottleneck',
  'cold-connections': 'connections were opened while measuring',
  'state-changed': 'the store was not what it should have been',
};

export interface InvalidGroup {
  readonly reason: InvalidReason;
  readonly meaning: string;
  readonly measurements: readonly Measurement[];
}

/** The invalid measurements by reason; one with two reasons is in both groups. */
export const invalidGroups = ({ measurements }: LoadReport): readonly InvalidGroup[] =>
  invalidReasons.flatMap((reason) => {
    const found = measurements.filter(({ invalid }) => invalid.some((one) => one.reason === reason));
    return found.length === 0 ? [] : [{ reason, meaning: meanings[reason], measurements: found }];
  });

/** `207 of 214 measurements are valid` */
export const validityText = ({ measurements }: LoadReport): string => {
  const valid = measurements.filter(isValid).length;
  if (measurements.length === 0) return 'nothing was measured';
  return `${whole(valid)} of ${counted(measurements.length, 'measurement')} ${valid === 1 ? 'is' : 'are'} valid`;
};

/** Whether all numbers of the report may be used. */
export const isUsable = (report: LoadReport): boolean => report.run.complete && !isUnusable(report);

/** `✗ Partly: 217 of 222 measurements are valid` */
export const usabilityText = (report: LoadReport): string => {
  if (isUsable(report)) return `✓ Yes: ${validityText(report)}`;
  const some = report.measurements.some(isValid);
  return `✗ ${some ? 'Partly' : 'No'}: ${validityText(report)}`;
};

/** `Invalid and not drawn: kubernetes/rest (client-limited).`; undefined if nothing is. */
export const notDrawnText = (
  { measurements }: LoadReport,
  place: Pick<Measurement, 'operation' | 'target' | 'objects'>,
): string | undefined => {
  const found = measurements.filter(
    (one) =>
      one.operation === place.operation &&
      one.target === place.target &&
      one.objects === place.objects &&
      !isValid(one),
  );
  if (found.length === 0) return undefined;
  const texts = found.map(({ lane, invalid }) => `${lane} (${invalid.map(({ reason }) => reason).join(', ')})`);
  return `Invalid and not drawn: ${texts.join('; ')}.`;
};

const placeText = (
  { operation, objects, lane, target }: Measurement,
  { targets }: Pick<LoadReport, 'targets'>,
): string => `${operation} at ${whole(objects)} in ${lane}${targets.length > 1 ? ` of ${target}` : ''}`;

/** `create at 10,000 in kubernetes/rest of binary; walk at 10,000 in kubernetes/crd of binary and 3 more` */
export const placesText = (
  measurements: readonly Measurement[],
  report: Pick<LoadReport, 'targets'>,
  limit: number,
): string => {
  const places = measurements.slice(0, limit).map((one) => placeText(one, report));
  const more = measurements.length - places.length;
  return `${places.join('; ')}${more > 0 ? ` and ${whole(more)} more` : ''}`;
};
