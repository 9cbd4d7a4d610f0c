import assert from 'node:assert/strict';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import { pipelineFromObject, pipelineObject, versionFromObject, versionObject } from '../../../src/lanes/crd.ts';
import type { Pipeline, PipelineVersion } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { appliedPipeline } from './applied-pipeline.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { createdVersion } from '../../expectations/created-version.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { onRest } from '../../expectations/on-rest.ts';
import { pipelinesShown } from '../../expectations/pipelines-shown.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';
import { specChanges } from './spec-changes.ts';
import { toldEvents } from './told-events.ts';
import { watchedState } from './watched-state.ts';
import { watchedWhile } from './watched-while.ts';

/** A watch is of a whole collection: what others write would stand in its exchange. */
const alone = { lanes: ['kubernetes/crd'], ownsListing: true } as const;

/** The Pipeline that ends a watch. */
const lastPipeline = ({ kubernetes, names }: ScenarioContext) =>
  pipelineObject(kubernetes.namespace, { name: names.of('last') });

/** The PipelineVersion that ends a watch. */
const lastVersion = ({ kubernetes }: ScenarioContext, { name }: Pipeline) =>
  versionObject(kubernetes.namespace, name, { name: 'last', definition: smallDefinition() });

const createdByRest: Scenario = {
  ...alone,
  name: 'creations-by-rest-watched',
  checks: ['GIT-03'],
  async run(context) {
    const { lane, check, given, names } = context;
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('parent') }));
    await check('GIT-03', async () => {
      const texts = { displayName: 'By REST', description: 'made by REST', tags: { team: 'conformance' } };
      const created: { pipeline?: Pipeline; version?: PipelineVersion } = {};
      const pipelines = await watchedWhile(context, 'pipelines', lastPipeline(context), async () => {
        created.pipeline = accepted(await lane.rest.createPipeline({ ...texts, name: names.of('one') }));
      });
      const versions = await watchedWhile(context, 'pipelineversions', lastVersion(context, parent), async () => {
        const draft = { ...texts, name: 'one', definition: definition('several-steps') };
        created.version = accepted(await lane.rest.createVersion(parent, draft));
      });
      assert.deepEqual(
        specChanges(pipelines).map(({ type, object: shown }) => ({ type, shown: pipelineFromObject(shown) })),
        [{ type: 'ADDED', shown: created.pipeline }],
        'what a watch shows of a pipeline created by REST',
      );
      assert.deepEqual(
        specChanges(versions).map(({ type, object: shown }) => ({ type, shown: versionFromObject(shown) })),
        [{ type: 'ADDED', shown: created.version }],
        'what a watch shows of a version created by REST',
      );
    });
  },
};

/** Changes an object's display name on one surface and then on the other, each time until both show it. */
const renamedInTurn = async (
  { lane }: ScenarioContext,
  rename: (surface: ScenarioContext['lane']['rest'], displayName: string) => Promise<void>,
  shown: (surface: ScenarioContext['lane']['rest']) => Promise<string | undefined>,
): Promise<void> => {
  for (const displayName of ['by Kubernetes', 'by REST', 'by Kubernetes again', 'by REST again']) {
    await rename(displayName.includes('REST') ? lane.rest : lane.write, displayName);
    await inEveryView(lane, async (surface) => {
      assert.equal(await shown(surface), displayName, `${surface.name}: the display name`);
    });
  }
};

const pipelineChanged: Scenario = {
  ...alone,
  name: 'pipeline-changes-watched',
  checks: ['CRUD-38'],
  async run(context) {
    const { lane, check, names } = context;
    await check('CRUD-38', async () => {
      const ids = new Set<string>();
      const events = await watchedWhile(context, 'pipelines', lastPipeline(context), async () => {
        const pipeline = await createdPipeline(lane, { name: names.of('one'), displayName: 'new' });
        ids.add(pipeline.id);
        await renamedInTurn(
          context,
          async (surface, displayName) => void accepted(await surface.updatePipeline(pipeline, { displayName })),
          async (surface) => (await surface.getPipeline(pipeline)).value?.displayName,
        );
      });
      assert.deepEqual(
        toldEvents(events, names),
        [
          'ADDED one: new',
          'MODIFIED one: by Kubernetes',
          'MODIFIED one: by REST',
          'MODIFIED one: by Kubernetes again',
          'MODIFIED one: by REST again',
        ],
        'what a watch shows of a pipeline that is changed',
      );
      for (const event of events) ids.add(pipelineFromObject(event.object).id);
      assert.equal(ids.size, 1, 'the pipeline keeps its id');
    });
  },
};

const pipelinesDeleted: Scenario = {
  ...alone,
  name: 'pipeline-deletions-watched',
  checks: ['CRUD-09'],
  async run(context) {
    const { lane, check, kubernetes, kfp, names } = context;
    await check('CRUD-09', async () => {
      const statuses: number[] = [];
      const events = await watchedWhile(context, 'pipelines', lastPipeline(context), async () => {
        const [one, two] = [
          await createdPipeline(lane, { name: names.of('one'), displayName: 'first' }),
          await createdPipeline(lane, { name: names.of('two'), displayName: 'second' }),
        ];
        const path = collectionPath(kubernetes.namespace, 'pipelines', one.name);
        const byKubernetes = await kubernetes.call('DELETE', path, { propagationPolicy: 'Background' });
        const byRest = await kfp.call('DELETE', `${apiV2}/pipelines/${two.id}`);
        statuses.push(byKubernetes.status, byRest.status);
        for (const pipeline of [one, two])
          await inEveryView(lane, async (surface) => {
            const { kind } = await surface.getPipeline(pipeline);
            assert.equal(kind, 'missing', `${surface.name}: a deleted pipeline`);
          });
      });
      assert.deepEqual(statuses, [200, 200], 'answers to the deletions');
      assert.deepEqual(
        toldEvents(events, names),
        ['ADDED one: first', 'ADDED two: second', 'DELETED one: first', 'DELETED two: second'],
        'what a watch shows of pipelines that are deleted',
      );
    });
  },
};

const versionChanged: Scenario = {
  ...alone,
  name: 'version-changes-watched',
  checks: ['VER-17'],
  async run(context) {
    const { lane, check, given, names } = context;
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('p') }));
    const draft = { name: 'one', displayName: 'new', definition: smallDefinition() };
    await check('VER-17', async () => {
      const events = await watchedWhile(context, 'pipelineversions', lastVersion(context, parent), async () => {
        const version = await createdVersion(lane, parent, draft);
        await renamedInTurn(
          context,
          async (surface, displayName) => void accepted(await surface.updateVersion(version, { displayName })),
          async (surface) => (await surface.getVersion(version)).value?.displayName,
        );
      });
      assert.deepEqual(
        toldEvents(events, names),
        [
          'ADDED p-one: new',
          'MODIFIED p-one: by Kubernetes',
          'MODIFIED p-one: by REST',
          'MODIFIED p-one: by Kubernetes again',
          'MODIFIED p-one: by REST again',
        ],
        'what a watch shows of a version that is changed',
      );
      for (const event of events)
        assert.deepEqual(versionFromObject(event.object).definition, draft.definition, 'the definition in each event');
    });
  },
};

const versionsDeleted: Scenario = {
  ...alone,
  name: 'version-deletions-watched',
  checks: ['VER-16'],
  async run(context) {
    const { lane, check, given, names } = context;
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('p') }));
    await check('VER-16', async () => {
      const kinds: string[] = [];
      const events = await watchedWhile(context, 'pipelineversions', lastVersion(context, parent), async () => {
        const made = (name: string) =>
          createdVersion(lane, parent, { name, displayName: name, definition: smallDefinition() });
        await made('one');
        const [two, three] = [await made('two'), await made('three')];
        kinds.push((await lane.write.deleteVersion(two)).kind, (await lane.rest.deleteVersion(three)).kind);
        for (const version of [two, three])
          await inEveryView(lane, async (surface) => {
            const { kind } = await surface.getVersion(version);
            assert.equal(kind, 'missing', `${surface.name}: a deleted version`);
          });
      });
      assert.deepEqual(kinds, ['ok', 'ok'], 'answers to the deletions');
      assert.deepEqual(
        toldEvents(events, names),
        [
          'ADDED p-one: one',
          'ADDED p-two: two',
          'ADDED p-three: three',
          'DELETED p-two: two',
          'DELETED p-three: three',
        ],
        'what a watch shows of versions that are deleted, and of the other',
      );
    });
  },
};

/** Many writers on both surfaces, as when a repository is applied while people use the dashboard. */
const writtenInParallel = async ({ lane, kubernetes, names }: ScenarioContext): Promise<void> => {
  const draft = (label: string) => ({ name: names.of(label), displayName: `${label} as made` });
  const story = async (label: string, make: () => Promise<Pipeline>, number: number): Promise<void> => {
    const pipeline = await make();
    const writer = number % 2 === 0 ? lane.write : lane.rest;
    const change = { displayName: `${label} as changed` };
    // What the other surface made has to be there before it can be changed.
    await onRest(lane, async (rest) => void accepted(await rest.getPipeline(pipeline)));
    if (number % 3 > 0) accepted(await writer.updatePipeline(pipeline, change));
    if (number % 3 === 2) {
      const path = collectionPath(kubernetes.namespace, 'pipelines', pipeline.name);
      assert.equal((await kubernetes.call('DELETE', path)).status, 200, 'a deletion by the Kubernetes API');
    }
  };
  await Promise.all([
    ...[0, 1, 2, 3, 4, 5].map((number) =>
      story(`git-${number}`, async () => accepted(await appliedPipeline(kubernetes, draft(`git-${number}`))), number),
    ),
    ...[0, 1, 2].map((number) =>
      story(`rest-${number}`, async () => accepted(await lane.rest.createPipeline(draft(`rest-${number}`))), number),
    ),
  ]);
};

const watchAgreesWithLists: Scenario = {
  ...alone,
  name: 'watch-agrees-with-lists',
  checks: ['LIST-26'],
  writes: 12,
  async run(context) {
    const { lane, check, names } = context;
    const byName = (pipelines: Iterable<Pipeline>) => [...pipelines].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    await check('LIST-26', async () => {
      const events = await watchedWhile(context, 'pipelines', lastPipeline(context), () => writtenInParallel(context));
      const { pipelines, disorder } = watchedState(events);
      assert.deepEqual(disorder, [], 'events of a watch that cannot follow those before');
      assert.equal(pipelines.size, 6, 'what is left of nine pipelines when three are deleted');
      await inEveryView(lane, async (surface) => {
        const listed = (await pipelinesShown(context, surface)).filter(({ name }) => name !== names.of('last'));
        assert.deepEqual(byName(listed), byName(pipelines.values()), `${surface.name}: lists what a watcher knows`);
      });
    });
  },
};

export default defineSuite({
  title: 'CRD: objects as a watcher sees them',
  scenarios: [createdByRest, pipelineChanged, pipelinesDeleted, versionChanged, versionsDeleted, watchAgreesWithLists],
});
