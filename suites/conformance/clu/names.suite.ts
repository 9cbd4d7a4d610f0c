import { assert, soft } from '../../../src/scenarios/assert.ts';
import { object, text } from '../../../src/clients/json-response.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import { answerFromKubernetes, listFromKubernetes, versionFromObject, versionObject } from '../../../src/lanes/crd.ts';
import { restPatienceMs } from '../../../src/lanes/lanes.ts';
import type { PipelineRef, Surface } from '../../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { listedLabels } from './listed-labels.ts';
import { pipelineListing, versionListing, type Listing } from '../../expectations/listing.ts';
import { atTheSameTime, type Contest } from './at-the-same-time.ts';
import { givenOnBoth } from './known-to-both.ts';
import { replicaSurfaces } from './replica-surfaces.ts';
import { seenOn, settled } from '../../expectations/settled.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';
import { eachOnce, namesFound } from '../../expectations/names-found.ts';

const onReplicas = { variant: 'two-replicas', capabilities: ['replicas'] } as const;
const draft = { name: 'same', definition: smallDefinition() };

/** Summarises all rounds in words that do not depend on how often each outcome occurred. */
const inWords = (contests: readonly Contest[]) => ({
  accepted: [
    ...new Set(contests.map(({ accepted: count }) => (count === 1 ? 'one' : count === 0 ? 'none' : 'several'))),
  ]
    .toSorted()
    .join(' or '),
  others: [...new Set(contests.flatMap(({ others }) => others))].toSorted().join(' or '),
});

/** Both replicas, and the Kubernetes API in lanes that write to it. */
const contenders = (context: ScenarioContext): readonly Surface[] => [
  ...replicaSurfaces(context),
  ...[context.lane.write].filter((surface) => surface !== context.lane.rest),
];

/** Waits until both replicas show what is written later, because a creation could be carried out after its refusal. */
const settledOnBoth = (context: ScenarioContext): Promise<void> => {
  const views = replicaSurfaces(context).map((surface) => ({ surface, patienceMs: restPatienceMs }));
  return settled(seenOn(context, { ...context.lane, views }));
};

/** The label of a round: `r00`, `r01` … */
const labelOf = (round: number): string => `r${String(round).padStart(2, '0')}`;

/** Asserts that each replica lists one object for each name, beside what was written later. */
const listedOnce = async (
  { lane }: ScenarioContext,
  listings: readonly Listing[],
  labels: readonly string[],
): Promise<void> => {
  for (const listing of listings)
    await soft.part(() =>
      lane.eventually({ surface: lane.rest, patienceMs: restPatienceMs }, async () => {
        const listed = (await listedLabels(listing)).filter((label) => !label.startsWith('later-'));
        assert.deepEqual(namesFound(listed, labels), eachOnce, 'each replica lists one object for each name');
      }),
    );
};

const onePipeline: Scenario = {
  ...onReplicas,
  name: 'one-pipeline-of-a-name',
  checks: ['CLU-07'],
  observes: ['pipelines of one name'],
  writesPerRound: 3,
  async run(context) {
    const { check, names, observe, replicas, rounds } = context;
    await check(
      'CLU-07',
      async () => {
        const contests: Contest[] = [];
        for await (const round of rounds) {
          const name = names.of(labelOf(round));
          const all = contenders(context).map((surface) => () => surface.createPipeline({ name }));
          contests.push(await atTheSameTime(round % 2 === 0 ? all : all.toReversed()));
        }
        observe('pipelines of one name', inWords(contests));
        soft.deepEqual(
          inWords(contests),
          { accepted: 'one', others: 'conflict' },
          'creations of one name at the same time',
        );
        await settledOnBoth(context);
        const listings = replicas.map((kfp) => pipelineListing(kfp, names));
        await listedOnce(context, listings, contests.keys().map(labelOf).toArray());
      },
      rounds,
    );
  },
};

const oneVersion: Scenario = {
  ...onReplicas,
  name: 'one-version-of-a-name',
  lanes: ['database/rest', 'kubernetes/rest'],
  checks: ['CLU-08'],
  observes: ['versions of one name'],
  writesPerRound: 2,
  async run(context) {
    const { check, observe, replicas, rounds } = context;
    const [pipeline] = await givenOnBoth(context, ['parent']);
    assert.ok(pipeline);
    await check(
      'CLU-08',
      async () => {
        const contests: Contest[] = [];
        for await (const round of rounds) {
          const version = { ...draft, name: labelOf(round) };
          const all = contenders(context).map((surface) => () => surface.createVersion(pipeline, version));
          contests.push(await atTheSameTime(round % 2 === 0 ? all : all.toReversed()));
        }
        observe('versions of one name', inWords(contests));
        soft.deepEqual(
          inWords(contests),
          { accepted: 'one', others: 'conflict' },
          'creations of one name at the same time',
        );
        await settledOnBoth(context);
        const listings = replicas.map((kfp) => versionListing(kfp, pipeline.id));
        await listedOnce(context, listings, contests.keys().map(labelOf).toArray());
      },
      rounds,
    );
  },
};

/** Creates an object under its own object name whose version name is `same`. */
const applyAs = async ({ kubernetes, namespace }: ScenarioContext, { name }: PipelineRef, objectName: string) => {
  const body = { ...versionObject(namespace, name, draft), metadata: { name: objectName, namespace } };
  const path = collectionPath(namespace, 'pipelineversions');
  return answerFromKubernetes(await kubernetes.call('POST', path, body), versionFromObject);
};

const oneVersionOfObjects: Scenario = {
  ...onReplicas,
  name: 'one-version-of-several-objects',
  lanes: ['kubernetes/crd'],
  checks: ['CLU-09'],
  // The pipeline of a round and the four attempts at its version.
  writesPerRound: 5,
  async run(context) {
    const { check, kubernetes, namespace, names, rounds } = context;
    const labels = Array.from({ length: rounds.count }, (_, round) => labelOf(round));
    const pipelines = await givenOnBoth(context, labels);
    await check(
      'CLU-09',
      async () => {
        const contests: Contest[] = [];
        for await (const round of rounds) {
          const pipeline = pipelines[round];
          assert.ok(pipeline);
          const objectNames = ['a', 'b'].map((suffix) => `${pipeline.name}-${suffix}`);
          const all = [
            ...objectNames.map((objectName) => () => applyAs(context, pipeline, objectName)),
            ...replicaSurfaces(context).map((surface) => () => surface.createVersion(pipeline, draft)),
          ];
          contests.push(await atTheSameTime(round % 2 === 0 ? all : all.toReversed()));
        }
        const { accepted: count, others } = inWords(contests);
        soft.equal(count, 'one', 'creations of one version name at the same time that are accepted');
        soft.equal(others.replace('conflict or invalid', 'conflict'), 'conflict', 'answers to the others');
        await settledOnBoth(context);
        const list = accepted(
          listFromKubernetes(await kubernetes.call('GET', collectionPath(namespace, 'pipelineversions')), (item) =>
            text(object(item, 'spec'), 'pipelineName'),
          ),
        );
        const later = names.of('later');
        const own = list.filter((name) => name.startsWith(`${names.prefix}-`) && !name.startsWith(later));
        const wanted = pipelines.map(({ name }) => name);
        soft.deepEqual(namesFound(own, wanted), eachOnce, 'the Kubernetes API stores one version for each pipeline');
      },
      rounds,
    );
  },
};

export default defineSuite({
  title: 'CLU: names given out by two replicas',
  scenarios: [onePipeline, oneVersion, oneVersionOfObjects],
});
