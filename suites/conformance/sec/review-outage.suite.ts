import { soft } from '../../../src/scenarios/assert.ts';
import { setTimeout } from 'node:timers/promises';
import { allRights } from '../../../src/cluster/rule.ts';
import { NoAnswerError, type HttpResponse } from '../../../src/contract/exchange.ts';
import type { ReviewOutageMode } from '../../../src/environments/review-outage.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { creationCalls, labelled, readCalls, uploadCalls, writeCalls, type Calls } from '../../expectations/calls.ts';
import { ownedPipelineFixture } from '../../expectations/owned-pipeline-fixture.ts';
import type { PipelineFixture } from '../../expectations/pipeline-fixture.ts';
import { isUnchanged } from '../../expectations/unchanged.ts';

/** A gateway in front of the server would typically time out after this period. */
const boundMs = 15_000;

type Outcome = 'refused' | 'unauthenticated' | 'late' | 'no answer' | `answered ${number}`;

const outcomeOf = ({ status }: HttpResponse): Outcome => {
  if (status >= 500) return 'refused';
  return status === 401 ? 'unauthenticated' : `answered ${status}`;
};

const outcomeInTime = async (call: () => Promise<HttpResponse>): Promise<Outcome> => {
  const late = new AbortController();
  const outcome = call().then(outcomeOf, (cause: unknown): Outcome => {
    if (cause instanceof NoAnswerError) return 'no answer';
    throw cause;
  });
  const bound = setTimeout(boundMs, 'late' as const, { signal: late.signal }).catch(() => 'late' as const);
  try {
    return await Promise.race([outcome, bound]);
  } finally {
    late.abort();
  }
};

/** Sends all calls at once, so that a hanging call does not delay the others. */
const outcomesOf = async (calls: Calls): Promise<Readonly<Record<string, Outcome>>> =>
  Object.fromEntries(
    await Promise.all(Object.entries(calls).map(async ([label, call]) => [label, await outcomeInTime(call)] as const)),
  );

/**
 * Calls by header and by token of a user with all rights who is new to the target, so that no review about them is
 * cached.
 */
const givenCalls = (
  context: ScenarioContext,
  fixture: PipelineFixture,
  label: string,
): Promise<Record<string, Calls>> =>
  context.given('somebody has all rights', async () => {
    const { people, namespace, names, packages } = context;
    const person = await people.person(label);
    await people.grant(person, allRights, { namespace });
    const input = { names, packages, label };
    const { 'change pipeline': change } = writeCalls(person.kfp, fixture, input);
    return {
      header: {
        ...readCalls(person.kfp, fixture),
        ...creationCalls(person.kfp, namespace, input),
        ...(change && { 'change pipeline': change }),
      },
      token: readCalls(person.bearer, fixture),
      upload: uploadCalls(person.kfp, fixture, input),
    };
  });

const outages: Readonly<Record<string, ReviewOutageMode>> = { failing: 'refuse', ended: 'cut', hanging: 'hang' };

const withoutReviews: Scenario = {
  name: 'reviews-out-of-order',
  writes: 19,
  variant: 'review-outage',
  // No other scenario can use the target during the outage.
  disruptive: true,
  checks: ['SEC-17', 'SEC-50'],
  observes: ['late', 'done'],
  async run(context) {
    const { check, observe, people, target } = context;
    const fixture = await ownedPipelineFixture(context);
    const found: Record<string, Outcome> = {};
    try {
      for (const [label, mode] of Object.entries(outages)) {
        const { header = {}, token = {}, upload = {} } = await givenCalls(context, fixture, label);
        await target.reviewOutage(mode);
        const outcomes = await outcomesOf({
          ...labelled(`${label}: by header`, header),
          ...labelled(`${label}: by token`, token),
          ...labelled(`${label}: uploads`, upload),
          ...labelled(`${label}: nobody`, readCalls(people.anonymous, fixture)),
        });
        Object.assign(found, outcomes);
        await target.reviewOutage('none');
      }
    } finally {
      await target.reviewOutage('none');
    }
    const others = (isWrong: (label: string, outcome: Outcome) => boolean) =>
      Object.fromEntries(Object.entries(found).filter(([label, outcome]) => isWrong(label, outcome)));
    const isLate = (outcome: Outcome) => outcome === 'late' || outcome === 'no answer';
    const late = others((_, outcome) => isLate(outcome));
    observe('late', late);
    observe(
      'done',
      others((_, outcome) => outcome === 'answered 200'),
    );
    await check('SEC-17', async () => {
      // Other requirements decide the status of a refused upload and of a refused call without identity.
      const allowed = others((label, outcome) => {
        if (isLate(outcome)) return false;
        if (/: (uploads|nobody): /.test(label)) return outcome === 'answered 200';
        return outcome !== 'refused' && !(label.includes(': by token: ') && outcome === 'unauthenticated');
      });
      soft.deepEqual(allowed, {}, 'calls that are not refused with 5xx while access cannot be reviewed');
      await isUnchanged(context, fixture, /-(failing|ended|hanging)-(made|uploaded)/);
    });
    await check('SEC-50', () => {
      soft.deepEqual(late, {}, `calls without an answer for ${boundMs / 1000} s while access cannot be reviewed`);
    });
  },
};

export default defineSuite({ title: 'SEC: access that cannot be reviewed', scenarios: [withoutReviews] });
