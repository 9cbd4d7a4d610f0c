import type { Json } from '../../clients/json-response.ts';
import { UnusableAnswerError } from '../../contract/exchange.ts';
import type { FeatureFinding } from '../../contract/feature.ts';
import { answerText, ask, bodyOf, isKnown, type KnownAnswer, type ProbeRequest } from './probe-answer.ts';
import type { ProbeContext } from './probe-context.ts';

/** One request of a probe. `earlier`: the bodies of the answers to the requests before it. */
export interface ProbeStep {
  readonly request: (context: ProbeContext, earlier: readonly Json[]) => ProbeRequest;
  /** The status of the answer after which the feature may be present. */
  readonly success: number;
  /** What the body of such an answer shows; `unreadable`: it has not the shape of one; `open`: why it shows nothing. */
  readonly read: (body: Json, context: ProbeContext, earlier: readonly Json[]) => Reading;
  /** The other answers that mean that the feature is absent. Everything else leaves it undetermined. */
  readonly absent: readonly KnownAnswer[];
  /**
   * Removes what the request created. `body`: that of a successful answer, undefined if the answer shows nothing.
   * Resolves with what was not removed.
   */
  readonly remove?: (context: ProbeContext, body: Json | undefined) => Promise<string | undefined>;
}

type Reading = 'expected' | 'unreadable' | { readonly absent: string } | { readonly open: string };

/** Detects a feature of a target by using it: it is present if every step is answered as expected. */
export interface FeatureProbe {
  /** Why the settings of the target leave no room for the feature; undefined if it has to be asked. */
  readonly unasked?: (context: ProbeContext) => string | undefined;
  readonly steps: readonly ProbeStep[];
}

type Removal = () => Promise<string | undefined>;

const undetermined = (because: string, unusable = false): FeatureFinding => ({
  state: 'undetermined',
  because,
  unusable,
});

const askSteps = async (
  steps: readonly ProbeStep[],
  context: ProbeContext,
  removals: Removal[],
): Promise<FeatureFinding> => {
  const earlier: Json[] = [];
  for (const { request, success, read, absent, remove } of steps) {
    const sent = request(context, earlier);
    let created: Json | undefined;
    const removal = remove && (() => remove(context, created));
    if (removal !== undefined) removals.push(removal);
    const answer = await ask(context, sent);
    const because = answerText(sent, answer);
    if (absent.some((known) => isKnown(answer, known))) {
      // The request was refused, so there is nothing to remove.
      if (removal !== undefined) removals.pop();
      return { state: 'absent', because };
    }
    // A gateway redirects to a login, KFP's server never redirects.
    if (answer.status !== success) return undetermined(because, answer.status >= 300 && answer.status < 400);
    const body = bodyOf(answer);
    if (body === undefined) return undetermined(because, true);
    created = body;
    const reading = read(body, context, earlier);
    if (reading === 'unreadable') return undetermined(because);
    if (reading !== 'expected')
      return 'open' in reading
        ? undetermined(`${because}; ${reading.open}`)
        : { state: 'absent', because: `${because}; ${reading.absent}` };
    earlier.push(body);
  }
  return { state: 'present' };
};

/**
 * Probes a feature and removes what that created. A feature whose objects cannot be removed is undetermined, since they
 * may change what other checks see. Throws a NoAnswerError if a request has no answer.
 */
export const findFeature = async ({ unasked, steps }: FeatureProbe, context: ProbeContext): Promise<FeatureFinding> => {
  const setting = unasked?.(context);
  if (setting !== undefined) return { state: 'absent', because: setting };
  const removals: Removal[] = [];
  const [asked] = await Promise.allSettled([askSteps(steps, context, removals)]);
  const kept: string[] = [];
  for (const removal of removals.toReversed()) {
    const [removed] = await Promise.allSettled([removal()]);
    // Without an answer to the probe itself, that is what is reported.
    if (removed.status === 'rejected' && asked.status === 'fulfilled') throw removed.reason;
    if (removed.status === 'fulfilled' && removed.value !== undefined) kept.push(removed.value);
  }
  if (asked.status === 'rejected') {
    if (asked.reason instanceof UnusableAnswerError) return undetermined(asked.reason.message, true);
    throw asked.reason;
  }
  if (kept.length === 0 || asked.value.state === 'undetermined') return asked.value;
  return undetermined(`objects of the probe were not removed: ${kept.join('; ')}`);
};
