import assert from 'node:assert/strict';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Pipeline, PipelineVersion } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { createdVersion } from '../../expectations/created-version.ts';
import { eventuallyGone } from '../../expectations/eventually-gone.ts';
import { pipelinesShown } from '../../expectations/pipelines-shown.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';

interface Family {
  readonly pipeline: Pipeline;
  readonly versions: readonly PipelineVersion[];
}

/** Creates a pipeline with two versions in the lane and waits until every surface shows them. */
const createdFamily = async ({ lane, names }: ScenarioContext, label: string): Promise<Family> => {
  const pipeline = await createdPipeline(lane, { name: names.of(label) });
  const versions: PipelineVersion[] = [];
  for (const name of ['one', 'two'])
    versions.push(await createdVersion(lane, pipeline, { name, definition: smallDefinition() }));
  return { pipeline, versions };
};

/** Asserts that no surface shows any part of a pipeline that was deleted through the lane's write surface. */
const assertGone = async (context: ScenarioContext, { pipeline, versions }: Family): Promise<void> => {
  for (const view of context.lane.views) {
    const { surface } = view;
    await eventuallyGone(context.lane, view, async () => {
      assert.equal((await surface.getPipeline(pipeline)).kind, 'missing', `${surface.name}: the deleted pipeline`);
      const listed = (await pipelinesShown(context, surface)).some(({ id }) => id === pipeline.id);
      assert.equal(listed, false, `${surface.name}: the deleted pipeline is listed`);
      for (const version of versions)
        assert.equal(
          (await surface.getVersion(version)).kind,
          'missing',
          `${surface.name}: a version of the deleted pipeline`,
        );
    });
  }
};

const pipelineDeleted: Scenario = {
  name: 'pipeline-deleted',
  checks: ['CRUD-09', 'CRUD-13'],
  observes: ['answers'],
  async run(context) {
    const { lane, check, given, observe, names, kfp } = context;
    const [own, other] = await given('two pipelines are created', () =>
      Promise.all([
        createdPipeline(lane, { name: names.of('own') }),
        createdPipeline(lane, { name: names.of('other') }),
      ]),
    );
    // One pipeline is deleted through the lane's write surface, the other by REST without cascade.
    const deleted = await lane.write.deletePipeline(own);
    const byRest = await kfp.call('DELETE', `${apiV2}/pipelines/${other.id}`);
    observe('answers', { deleted: deleted.kind, status: byRest.status, body: byRest.body.trim() });
    await check('CRUD-09', async () => {
      accepted(deleted);
      assert.deepEqual(
        { status: byRest.status, body: byRest.body.trim() },
        { status: 200, body: '{}' },
        'the answer of REST',
      );
      await assertGone(context, { pipeline: own, versions: [] });
      await assertGone(context, { pipeline: other, versions: [] });
    });
    await check('CRUD-13', async () => {
      assert.equal((await lane.write.deletePipeline(own)).kind, 'missing', 'deleting again where the lane writes');
      for (const { id } of [own, other])
        assert.equal((await kfp.call('DELETE', `${apiV2}/pipelines/${id}`)).status, 404, 'deleting again by REST');
    });
  },
};

const pipelineRecreated: Scenario = {
  name: 'pipeline-recreated',
  checks: ['CRUD-14'],
  observes: ['second'],
  async run(context) {
    const { lane, check, observe, names } = context;
    await check('CRUD-14', async () => {
      const draft = { name: names.of('again') };
      const first = await createdPipeline(lane, draft);
      accepted(await lane.write.deletePipeline(first));
      await assertGone(context, { pipeline: first, versions: [] });
      const second = await createdPipeline(lane, draft);
      observe('second', second);
      assert.equal(second.id === first.id, false, 'the second pipeline has the id of the first');
      for (const { surface } of lane.views) {
        assert.equal((await surface.getPipeline(first)).kind, 'missing', `${surface.name}: the first id`);
        assert.equal(
          (await surface.getPipelineByName(draft.name)).value?.id,
          second.id,
          `${surface.name}: the name leads to the second`,
        );
      }
    });
  },
};

const pipelineWithVersionsDeleted: Scenario = {
  name: 'pipeline-with-versions-deleted',
  checks: ['CRUD-10', 'CRUD-11'],
  observes: ['without cascade', 'with cascade'],
  writes: 30,
  async run(context) {
    const { lane, check, given, observe, kfp } = context;
    const [own, other] = await given('two pipelines with versions are created', async () => [
      await createdFamily(context, 'own'),
      await createdFamily(context, 'other'),
    ]);
    const refused = await kfp.call('DELETE', `${apiV2}/pipelines/${own.pipeline.id}`);
    observe('without cascade', refused.status);
    await check('CRUD-10', async () => {
      assert.equal(refused.status, 400, 'deleting a pipeline that has versions, without cascade');
      for (const { surface } of lane.views) {
        assert.equal((await surface.getPipeline(own.pipeline)).kind, 'ok', `${surface.name}: the pipeline is there`);
        for (const version of own.versions)
          assert.equal((await surface.getVersion(version)).kind, 'ok', `${surface.name}: its version is there`);
      }
    });
    const deleted = await lane.write.deletePipeline(own.pipeline);
    const byRest = await kfp.call('DELETE', `${apiV2}/pipelines/${other.pipeline.id}`, { query: { cascade: true } });
    observe('with cascade', { deleted: deleted.kind, status: byRest.status });
    await check('CRUD-11', async () => {
      accepted(deleted);
      assert.equal(byRest.status, 200, 'deleting with cascade');
      await assertGone(context, own);
      await assertGone(context, other);
    });
  },
};

const deletedInParallel: Scenario = {
  name: 'pipeline-deleted-in-parallel',
  checks: ['CRUD-39'],
  observes: ['afterwards'],
  writes: 60,
  async run(context) {
    const { lane, check, given, observe } = context;
    const families = await given('pipelines with versions are created', async () => {
      const made: (readonly [number, Family])[] = [];
      for (const clients of [2, 6, 2, 6]) made.push([clients, await createdFamily(context, `round-${made.length}`)]);
      return made;
    });
    const succeeded: boolean[] = [];
    await check('CRUD-39', async () => {
      for (const [clients, family] of families) {
        const surfaces = [lane.write, ...Array.from({ length: clients - 1 }, () => lane.rest)];
        const answers = await Promise.all(surfaces.map((surface) => surface.deletePipeline(family.pipeline)));
        succeeded.push(answers.some(({ kind }) => kind === 'ok'));
        await assertGone(context, family);
      }
      assert.deepEqual(
        succeeded,
        families.map(() => true),
        'at least one of the parallel deletions is answered 200',
      );
    });
    const remaining = await Promise.all(
      families.map(async ([, { pipeline }]) => (await lane.rest.getPipeline(pipeline)).kind),
    );
    observe('afterwards', remaining);
  },
};

export default defineSuite({
  title: 'CRUD: pipelines deleted',
  alsoMultiUser: true,
  scenarios: [pipelineDeleted, pipelineRecreated, pipelineWithVersionsDeleted, deletedInParallel],
});
