import { findMeasurement, placeOf } from './find-measurement.ts';
import { met, notDecided, notMet, numberText, type Rule } from './rule.ts';

const leastUsers = 50;

/** Uploads by many virtual users, counted by the store itself: only a closed loop has nothing else that creates. */
export const parallelUploads: Rule = {
  bound: `create-with-version by at least ${leastUsers} virtual users in a closed loop has no wrong and no throttled answer, and the store counts as many pipelines more as there were iterations`,
  decide: ({ report, lane, target }) => {
    const found = findMeasurement(report, {
      operation: 'create-with-version',
      lane,
      target,
      fits: (one) => one.loop === 'closed' && one.virtualUsers >= leastUsers && one.iterations >= leastUsers,
      despite: ['wrong-answers', 'state-changed'],
    });
    if ('missing' in found)
      return notDecided(`${found.missing} (a closed loop of at least ${leastUsers} virtual users and iterations)`);
    const { measurement } = found;
    const { iterations, wrongAnswers, throttled, objectsBefore, objectsAfter, perSecond, virtualUsers } = measurement;
    const created = objectsAfter - objectsBefore;
    const text = `${placeOf(measurement)}: ${numberText(iterations)} uploads by ${virtualUsers} virtual users at ${perSecond.toFixed(1)}/s, ${wrongAnswers + throttled} refused or wrong, ${numberText(created)} pipelines more in the store`;
    return wrongAnswers === 0 && throttled === 0 && created === iterations ? met(text) : notMet(text);
  },
};
