import { assert, soft } from '../../../src/scenarios/assert.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { StorageMode } from '../../../src/contract/lane-name.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { givenAccessObjects } from './access-table/access-objects.ts';
import { neededReviews, requestedReviews, type RequestedReviews } from './access-table/requested-reviews.ts';
import { roleOf } from './access-table/role-shape.ts';
import { pause } from '../../expectations/pause.ts';

const everything = roleOf('everything', [{ verbs: ['*'], resources: ['*'] }]);

const onVersions = (words: string): boolean => words.includes(' pipelineversions,');
/** Whether a review belongs to a new version, including a version created along with its pipeline. */
const forNewVersion = ({ call: { effect } }: RequestedReviews, words: string): boolean =>
  effect !== undefined && 'makes' in effect && (effect.makes === 'version' || onVersions(words));

type Words = 'expected' | 'asked';

/**
 * The reviews by call, reduced to the parts under test. SEC-07 decides the name in a review for a version that does not
 * exist yet.
 */
const byCall = <Which extends Words>(
  all: readonly Pick<RequestedReviews, 'call' | Which>[],
  which: Which,
  wanted: (words: string) => boolean = () => true,
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    all.map((one) => [
      one.call.label,
      one[which]
        .filter((words) => wanted(words))
        .map((words) =>
          words.replace('the new version', 'no name').replace(/^(create pipelineversions), [^,]+/, '$1, no name'),
        ),
    ]),
  );

const aboutVersions = (storage: StorageMode) =>
  byCall(
    neededReviews(storage).filter(({ call }) => call.about === 'versions'),
    'expected',
  );

const reviewsOfCalls: Scenario = {
  name: 'access-reviews',
  variant: 'multi-user',
  capabilities: ['audit-log'],
  checks: ['SEC-03', 'SEC-04', 'SEC-05', 'SEC-07', 'SEC-25'],
  observes: ['asked about pipelines', 'asked about versions'],
  differences: {
    'asked about versions': {
      reason: 'in Kubernetes mode versions are a resource of their own (KEP-11551, "Proposal")',
      values: {
        'database/rest': aboutVersions('database'),
        'kubernetes/rest': aboutVersions('kubernetes'),
        'kubernetes/crd': aboutVersions('kubernetes'),
      },
    },
  },
  writes: 15,
  async run(context) {
    const { check, record, observe } = context;
    const objects = await givenAccessObjects(context, 'reviewed');
    const all = await context.given('every call is made', () => requestedReviews(context, objects, everything));
    // The calls of users with all rights cannot be allowed without any review.
    const logged = all.some(({ reviews }) => reviews.length > 0);
    const isLogged = () => assert.equal(logged, true, 'the audit log shows reviews');
    const pipelines = all.filter(({ call }) => call.about === 'pipelines');
    const versions = all.filter(({ call }) => call.about === 'versions');
    observe('asked about pipelines', byCall(pipelines, 'asked'));
    observe('asked about versions', byCall(versions, 'asked'));
    await check('SEC-03', () => {
      const found = (which: Words) => ({
        ...byCall(pipelines, which),
        ...byCall(versions, which, (words) => !onVersions(words)),
      });
      soft.deepEqual(found('asked'), found('expected'), 'what is reviewed of pipelines, by call');
    });
    for (const id of ['SEC-04', 'SEC-05'])
      await check(id, () => {
        isLogged();
        const ofVersions = (which: Words) => byCall(versions, which, onVersions);
        soft.deepEqual(ofVersions('asked'), ofVersions('expected'), 'what is reviewed of versions, by call');
      });
    await check('SEC-07', () => {
      isLogged();
      const named = all.flatMap((one) =>
        one.asked
          .filter((words) => forNewVersion(one, words) && !words.includes(', no name'))
          .map((words) => [one.call.label, words]),
      );
      soft.deepEqual(named, [], 'reviews for a new version that name something else than its pipeline');
    });
    record('SEC-25', [...new Set(all.flatMap(({ reviews }) => reviews.map(({ version }) => version)))].toSorted());
  },
};

const groupsOfToken: Scenario = {
  name: 'access-review-groups',
  variant: 'multi-user',
  capabilities: ['audit-log'],
  checks: ['SEC-08'],
  observes: ['by token'],
  async run({ check, observe, people, namespace, target }) {
    const person = await people.person('member');
    const answer = await person.bearer.call('GET', `${apiV2}/pipelines`, { query: { namespace } });
    const reviews = await target.accessReviews(person.user);
    const groups = [...new Set(reviews.flatMap((review) => review.groups))].toSorted();
    observe('by token', { status: answer.status, groups });
    await check('SEC-08', () => {
      soft.equal(reviews.length > 0, true, 'the audit log shows reviews');
      soft.deepEqual(
        person.groups.filter((group) => !groups.includes(group)),
        [],
        'groups of the token that no review carries',
      );
    });
  },
};

/** An id that no object has. */
const unknownId = '00000000-0000-4000-8000-000000000000';
const unknown = `${apiV2}/pipelines/${unknownId}`;

const callsForUnknown: readonly (readonly [method: string, path: string])[] = [
  ['GET', unknown],
  ['DELETE', unknown],
  ['GET', `${unknown}/versions`],
  ['GET', `${unknown}/versions/${unknownId}`],
  ['DELETE', `${unknown}/versions/${unknownId}`],
];

/** The scenario needs a target of its own, because requests caused by other scenarios would be counted as its own. */
const unknownIdWithoutIdentity: Scenario = {
  name: 'unknown-id-without-identity',
  variant: 'multi-user',
  lanes: ['kubernetes/rest', 'kubernetes/crd'],
  exclusiveListing: true,
  capabilities: ['audit-log'],
  checks: ['SEC-16'],
  observes: ['statuses'],
  async run(context) {
    const { check, observe, people, target, lane, names } = context;
    const { pipeline, version } = await givenAccessObjects(context, 'known');
    const writtenSince = new Date();
    accepted(await lane.rest.createPipeline({ name: names.of('logged') }));
    // These reads fill caches that the server fills on the first read.
    accepted(await lane.rest.allPipelines());
    accepted(await lane.rest.allVersions(pipeline));
    accepted(await lane.rest.getVersion(version));
    await pause(500);
    const since = new Date();
    const statuses = await Promise.all(
      callsForUnknown.map(async ([method, path]) => (await people.anonymous.call(method, path)).status),
    );
    observe('statuses', statuses);
    await pause(500);
    await check('SEC-16', async () => {
      const written = (await target.kubernetesRequests(writtenSince)).map(
        ({ verb, resource }) => `${verb} ${resource}`,
      );
      soft.equal(written.includes('create pipelines'), true, 'the audit log shows the creation of a pipeline by REST');
      const requests = await target.kubernetesRequests(since);
      const asked = requests.filter(({ verb }) => verb !== 'watch').map(({ verb, resource }) => `${verb} ${resource}`);
      soft.deepEqual([...new Set(asked)].toSorted(), [], 'what the Kubernetes API was asked');
    });
  },
};

export default defineSuite({
  title: 'SEC: what the Kubernetes API is asked about access',
  scenarios: [reviewsOfCalls, groupsOfToken, unknownIdWithoutIdentity],
});
