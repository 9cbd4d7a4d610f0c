import type { Measurement } from '../schema.ts';
import { findMeasurement, placeOf } from './find-measurement.ts';
import { met, notDecided, notMet, numberText, withoutWebhooks, type Rule } from './rule.ts';

const leastVersions = 1_000;

const refusedIn = ({ wrongAnswers, throttled }: Measurement): number => wrongAnswers + throttled;

/** Versions that are created through the Kubernetes API, one after the other by each virtual user. */
export const appliedVersions: Rule = {
  bound:
    'with webhooks, 1,000 iterations of create-with-version in kubernetes/crd have no wrong answer, to which a time-out counts, and no throttled one',
  decide: ({ report, lane, target }) => {
    const unadmitted = withoutWebhooks(report);
    if (unadmitted !== undefined) return notDecided(unadmitted);
    const found = findMeasurement(report, {
      operation: 'create-with-version',
      lane,
      target,
      fits: (one) => one.iterations >= leastVersions || refusedIn(one) > 0,
      despite: ['wrong-answers', 'state-changed'],
    });
    if ('missing' in found) return notDecided(`${found.missing} (${numberText(leastVersions)} iterations)`);
    const { iterations } = found.measurement;
    const refused = refusedIn(found.measurement);
    const text = `${placeOf(found.measurement)}: ${numberText(iterations)} versions, of which ${refused} were refused or answered wrongly`;
    return refused > 0 ? notMet(text) : met(text);
  },
};
