import { findMeasurement, placeOf } from './find-measurement.ts';
import { hasWebhooks, met, notDecided, notMet, numberText, type Rule } from './rule.ts';

const leastVersions = 1_000;

/** Versions that are created through the Kubernetes API, one after the other by each virtual user. */
export const appliedVersions: Rule = {
  bound:
    'with webhooks, 1,000 iterations of create-with-version in kubernetes/crd have no wrong answer, to which a time-out counts',
  decide: ({ report, lane, target }) => {
    if (!hasWebhooks(report)) return notDecided('the webhooks of the target were off');
    const found = findMeasurement(report, {
      operation: 'create-with-version',
      lane,
      target,
      fits: ({ iterations, wrongAnswers }) => iterations >= leastVersions || wrongAnswers > 0,
      despite: ['wrong-answers', 'state-changed'],
    });
    if ('missing' in found) return notDecided(`${found.missing} (${numberText(leastVersions)} iterations)`);
    const { iterations, wrongAnswers } = found.measurement;
    const text = `${placeOf(found.measurement)}: ${numberText(iterations)} versions, of which ${wrongAnswers} were refused or answered wrongly`;
    return wrongAnswers > 0 ? notMet(text) : met(text);
  },
};
