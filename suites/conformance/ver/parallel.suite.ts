import assert from 'node:assert/strict';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import type { AnswerKind } from '../../../src/lanes/answer.ts';
import { answerFromKubernetes, versionFromObject, versionObject } from '../../../src/lanes/crd.ts';
import type { PipelineRef, Surface } from '../../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { givenPipeline } from '../../expectations/given-pipeline.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { pause } from '../../expectations/pause.ts';
import { roundsFor } from '../../expectations/rounds-for.ts';
import { someOrNone } from '../../expectations/some-or-none.ts';

const draft = (name: string) => ({ name, definition: definition('hello') });
const creates = 20;
const labels = Array.from({ length: creates }, (_, index) => `v${String(index).padStart(2, '0')}`);

const tally = (kinds: readonly AnswerKind[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set(kinds)].toSorted().map((kind) => [kind, kinds.filter((other) => other === kind).length]),
  );

/**
 * Creates a version named `same`. In the Kubernetes API each object has its own object name, so that only the webhook
 * can refuse the second one.
 */
const createSame = async (context: ScenarioContext, pipeline: PipelineRef, index: number): Promise<AnswerKind> => {
  const through: Readonly<Record<Surface['name'], () => Promise<AnswerKind>>> = {
    rest: async () => (await context.lane.rest.createVersion(pipeline, draft('same'))).kind,
    kubernetes: async () => {
      const { namespace, call } = context.kubernetes;
      const resource = versionObject(namespace, pipeline.name, draft('same'));
      const body = { ...resource, metadata: { name: context.names.of(`object-${index}`), namespace } };
      const { kind } = answerFromKubernetes(
        await call('POST', collectionPath(namespace, 'pipelineversions'), body),
        versionFromObject,
      );
      // A denial by a webhook is `invalid`, whatever its status.
      return kind === 'invalid' ? 'conflict' : kind;
    },
  };
  return through[context.lane.write.name]();
};

const parallelCreates: Scenario = {
  name: 'parallel-creates',
  checks: ['VER-28', 'VER-29'],
  observes: ['distinct names', 'one name'],
  writes: 2 * creates,
  async run(context) {
    const { lane, check, observe } = context;
    const pipeline = await givenPipeline(context, 'distinct');
    const contended = await givenPipeline(context, 'contended');
    await check('VER-28', async () => {
      const answers = await Promise.all(
        labels.map(async (name) => (await lane.write.createVersion(pipeline, draft(name))).kind),
      );
      observe('distinct names', tally(answers));
      assert.deepEqual(tally(answers), { ok: creates }, 'every create is accepted');
      await inEveryView(lane, async (surface) => {
        const names = (await surface.allVersions(pipeline)).value?.map(({ name }) => name).toSorted();
        assert.deepEqual(names, labels, `${surface.name}: all are there, once each`);
      });
    });
    await check('VER-29', async () => {
      const answers = await Promise.all(labels.map((_, index) => createSame(context, contended, index)));
      observe('one name', tally(answers));
      assert.deepEqual(tally(answers), { conflict: creates - 1, ok: 1 }, 'one create is accepted, the others conflict');
      await inEveryView(lane, async (surface) => {
        const names = (await surface.allVersions(contended)).value?.map(({ name }) => name);
        assert.deepEqual(names, ['same'], `${surface.name}: one version is there`);
      });
    });
  },
};

/**
 * Delays in milliseconds before the creation of the version and before the deletion of its pipeline. Either may come
 * first, by a small margin or by the duration of some queued writes.
 */
const offsetsOf = (round: number, writesPerSecond: number): readonly [number, number] => {
  const wait = (round * 7) % 10;
  if (round % 3 === 2) return [0, (wait * 1_000) / writesPerSecond];
  return round % 5 === 4 ? [wait, 0] : [0, wait];
};

const createWhileDeleting: Scenario = {
  name: 'create-while-deleting',
  checks: ['VER-31'],
  observes: ['both accepted'],
  writes: 150,
  async run(context) {
    const { lane, check, observe, kfp, target } = context;
    const rounds = Array.from({ length: roundsFor(target) }, (_, round) => round);
    const pipelines = await Promise.all(rounds.map((round) => givenPipeline(context, `round-${round}`)));
    await check('VER-31', async () => {
      let both = 0;
      for (const [round, pipeline] of pipelines.entries()) {
        const [create, remove] = offsetsOf(round, target.writesPerSecond);
        const [created, deleted] = await Promise.all([
          pause(create).then(() => lane.write.createVersion(pipeline, draft('one'))),
          // Without cascade, a pipeline with a version must not be deleted.
          pause(remove).then(() => kfp.call('DELETE', `${apiV2}/pipelines/${pipeline.id}`)),
        ]);
        if (created.kind === 'ok' && deleted.status === 200) both += 1;
      }
      observe('both accepted', someOrNone(both));
      assert.equal(someOrNone(both), 'none', 'a version and the deletion of its pipeline are never both accepted');
    });
  },
};

export default defineSuite({
  title: 'VER: versions in parallel',
  alsoMultiUser: true,
  scenarios: [parallelCreates, createWhileDeleting],
});
