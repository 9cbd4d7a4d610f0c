import { timeReasons } from '../invalid-reason.ts';
import type { Measurement } from '../schema.ts';
import { findMeasurement, placeOf } from './find-measurement.ts';
import { met, millisecondsText, notDecided, notMet, numberText, type Rule } from './rule.ts';

const leastPerSecond = 100;
/** k6 may begin the last ones after the end. */
const leastShare = 0.99;

const medianText = (value: number | undefined): string => (value === undefined ? 'unknown' : millisecondsText(value));

/** Their answers decide; their times are told where they can be used. */
const timesText = ({ invalid, figures: { aloneP50Ms, besideP50Ms } }: Measurement): string => {
  const reasons = invalid.map(({ reason }) => reason);
  return reasons.length > 0
    ? `their times must not be used (${reasons.join(', ')})`
    : `their median was ${medianText(besideP50Ms)}, without unknown ids ${medianText(aloneP50Ms)}`;
};

/** Unknown ids are sent in the second half only. */
const sentPerSecond = ({ figures, seconds }: Measurement): number => (2 * (figures['unknownSentCount'] ?? 0)) / seconds;

/** Reads of pipelines that exist, first alone and then beside unknown ids. */
export const unknownIds: Rule = {
  bound:
    'in reads-beside-unknown, an open loop, 100 GETs of unknown ids a second are sent, and each read beside them is answered rightly within 60 s; not decided if reads without them fail too',
  decide: ({ report, lane, target }) => {
    const found = findMeasurement(report, {
      operation: 'reads-beside-unknown',
      lane,
      target,
      fits: ({ loop, figures }) => loop === 'open' && figures['besideRequestsCount'] !== undefined,
      despite: [...timeReasons, 'wrong-answers', 'interrupted-iterations'],
    });
    if ('missing' in found) return notDecided(`${found.missing} (an open loop, and unknown ids beside it)`);
    const { figures, interrupted, wrongAnswers, throttled } = found.measurement;
    const { aloneFailedCount = 0, besideFailedCount = 0, besideRequestsCount = 0 } = figures;
    const { unknownSentCount = 0, unknownAnsweredCount = 0 } = figures;
    const rate = sentPerSecond(found.measurement);
    const failed = besideFailedCount + interrupted;
    const text = `${placeOf(found.measurement)}: beside ${rate.toFixed(1)} unknown ids a second (${numberText(unknownAnsweredCount)} of ${numberText(unknownSentCount)} answered 404), ${numberText(failed)} of ${numberText(besideRequestsCount + interrupted)} reads were not answered rightly; ${timesText(found.measurement)}`;
    if (aloneFailedCount > 0 || wrongAnswers + throttled > aloneFailedCount + besideFailedCount)
      return notDecided(`${text}; reads failed without unknown ids too`);
    // Fewer than 100 a second that do so are enough.
    if (failed > 0) return notMet(text);
    return rate >= leastShare * leastPerSecond
      ? met(text)
      : notDecided(`${text}; ${leastPerSecond} unknown ids a second were not reached`);
  },
};
