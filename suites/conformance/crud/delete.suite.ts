import { assert, soft } from '../../../src/scenarios/assert.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Pipeline, PipelineVersion } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { createdVersion } from '../../expectations/created-version.ts';
import { goneInEveryView } from '../../expectations/eventually-gone.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { settled } from '../../expectations/settled.ts';
import { pipelinesShown } from '../../expectations/pipelines-shown.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';
import { someOrNone } from '../../expectations/some-or-none.ts';
import { stillShown } from '../../expectations/still-shown.ts';

interface Family {
  readonly pipeline: Pipeline;
  readonly versions: readonly PipelineVersion[];
}

/** Creates a pipeline with versions in the lane and waits until every surface shows them. */
const createdFamily = async (
  { lane, names }: ScenarioContext,
  label: string,
  versionNames: readonly string[] = ['one', 'two'],
): Promise<Family> => {
  const pipeline = await createdPipeline(lane, { name: names.of(label) });
  const versions: PipelineVersion[] = [];
  for (const name of versionNames)
    versions.push(await createdVersion(lane, pipeline, { name, definition: smallDefinition() }));
  return { pipeline, versions };
};

/** Asserts that no surface shows any part of pipelines that were deleted through the lane's write surface. */
const assertGone = async (context: ScenarioContext, ...families: readonly Family[]): Promise<void> => {
  const ids = new Set(families.map(({ pipeline }) => pipeline.id));
  // Those that are gone are not asked for again while others are collected.
  const left = new Map(context.lane.views.map(({ surface }) => [surface, new Set(families)]));
  await goneInEveryView(context.lane, async (surface) => {
    for (const family of left.get(surface) ?? []) {
      assert.equal(
        (await surface.getPipeline(family.pipeline)).kind,
        'missing',
        `${surface.name}: the deleted pipeline`,
      );
      for (const version of family.versions)
        assert.equal(
          (await surface.getVersion(version)).kind,
          'missing',
          `${surface.name}: a version of the deleted pipeline`,
        );
      left.get(surface)?.delete(family);
    }
    const listed = (await pipelinesShown(context, surface)).some(({ id }) => ids.has(id));
    assert.equal(listed, false, `${surface.name}: the deleted pipeline is listed`);
  });
  // Afterwards, because a deletion must be seen at once.
  await settled(context);
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
      soft.deepEqual(
        { status: byRest.status, body: byRest.body.trim() },
        { status: 200, body: '{}' },
        'the answer of REST',
      );
      await assertGone(context, { pipeline: own, versions: [] }, { pipeline: other, versions: [] });
    });
    await check('CRUD-13', async () => {
      soft.equal((await lane.write.deletePipeline(own)).kind, 'missing', 'deleting again where the lane writes');
      for (const { id } of [own, other])
        soft.equal((await kfp.call('DELETE', `${apiV2}/pipelines/${id}`)).status, 404, 'deleting again by REST');
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
      soft.equal(second.id === first.id, false, 'the second pipeline has the id of the first');
      await inEveryView(lane, async (surface) => {
        assert.equal((await surface.getPipeline(first)).kind, 'missing', `${surface.name}: the first id`);
        assert.equal(
          (await surface.getPipelineByName(draft.name)).value?.id,
          second.id,
          `${surface.name}: the name leads to the second`,
        );
      });
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
      soft.equal(refused.status, 400, 'deleting a pipeline that has versions, without cascade');
      await stillShown(context, async (surface) => {
        assert.equal((await surface.getPipeline(own.pipeline)).kind, 'ok', `${surface.name}: the pipeline is there`);
        for (const version of own.versions)
          assert.equal((await surface.getVersion(version)).kind, 'ok', `${surface.name}: its version is there`);
      });
    });
    const deleted = await lane.write.deletePipeline(own.pipeline);
    const byRest = await kfp.call('DELETE', `${apiV2}/pipelines/${other.pipeline.id}`, { query: { cascade: true } });
    observe('with cascade', { deleted: deleted.kind, status: byRest.status });
    await check('CRUD-11', async () => {
      accepted(deleted);
      soft.equal(byRest.status, 200, 'deleting with cascade');
      await assertGone(context, own, other);
    });
  },
};

const deletedInParallel: Scenario = {
  name: 'pipeline-deleted-in-parallel',
  checks: ['CRUD-39'],
  observes: ['afterwards'],
  // A pipeline, its version, and three deletions, which stay below the burst of a client-side limit.
  writesPerRound: 5,
  async run(context) {
    const { lane, check, given, observe, rounds } = context;
    const families: Family[] = [];
    let refused = 0;
    await check(
      'CRUD-39',
      async () => {
        const deleteInParallel = async (round: number): Promise<void> => {
          const family = await given('a pipeline with a version is created', () =>
            createdFamily(context, `round-${round}`, ['one']),
          );
          families.push(family);
          // Two through REST in every lane, and a third through the surface to which the lane writes.
          const surfaces = [lane.write, lane.rest, lane.rest];
          const answers = await Promise.all(surfaces.map((surface) => surface.deletePipeline(family.pipeline)));
          if (!answers.some(({ kind }) => kind === 'ok')) refused += 1;
        };
        const running: Promise<void>[] = [];
        for await (const round of rounds) {
          running.push(deleteInParallel(round));
          if (running.length === rounds.atOnce) await Promise.all(running.splice(0));
          // More rounds would show no more.
          if (refused > 0) break;
        }
        await Promise.all(running);
        soft.equal(someOrNone(refused), 'none', 'parallel deletions of which none is answered 200');
        await assertGone(context, ...families);
      },
      rounds,
    );
    const remaining = new Set<string>();
    // One after the other: behind a client-side limit hundreds at once wait for longer than a request may take.
    for (const { pipeline } of families) remaining.add((await lane.rest.getPipeline(pipeline)).kind);
    // Rounds that were not made show nothing.
    observe('afterwards', families.length === rounds.count ? [...remaining].toSorted() : undefined);
  },
};

export default defineSuite({
  title: 'CRUD: pipelines deleted',
  alsoMultiUser: true,
  scenarios: [pipelineDeleted, pipelineRecreated, pipelineWithVersionsDeleted, deletedInParallel],
});
