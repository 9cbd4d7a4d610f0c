import { findMeasurement, placeOf } from './find-measurement.ts';
import { met, notDecided, notMet, numberText, type Rule } from './rule.ts';

const versions = 200;
const mostSeconds = 60;

/** One virtual user deletes one pipeline after the other, so that each answer is the time of one cascade. */
export const cascade: Rule = {
  bound: `each DELETE of delete-cascade-many, of a pipeline with ${versions} versions, is answered rightly in less than ${mostSeconds} s, and the store has as many versions less`,
  decide: ({ report, lane, target }) => {
    const found = findMeasurement(report, {
      operation: 'delete-cascade-many',
      lane,
      target,
      fits: ({ iterations, virtualUsers }) => iterations > 0 && virtualUsers === 1,
      // An answer that does not come in time is a wrong one, and leaves the pipeline.
      despite: ['wrong-answers', 'state-changed'],
    });
    if ('missing' in found) return notDecided(found.missing);
    const { measurement } = found;
    const { iterations, response, figures, wrongAnswers, throttled } = measurement;
    if (response === undefined) return notDecided(`${placeOf(measurement)} has no time`);
    const seconds = response.max / 1000;
    const text = `${placeOf(measurement)}: the longest of ${iterations} took ${seconds.toFixed(1)} s (less than ${mostSeconds} s)`;
    if (seconds >= mostSeconds) return notMet(text);
    if (wrongAnswers + throttled > 0)
      return notDecided(`${text}, but ${wrongAnswers + throttled} were not answered as expected`);
    const [deleted, expected] = [figures['versionsDeletedCount'] ?? 0, versions * iterations];
    return deleted === expected
      ? met(text)
      : notDecided(
          `${text}, but then the store had ${numberText(deleted)} versions less, not ${numberText(expected)}: the end of the cascade was not seen`,
        );
  },
};
