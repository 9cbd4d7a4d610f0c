import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import type { AnswerKind } from '../../../src/lanes/answer.ts';
import { answerFromKubernetes, versionFromObject, versionObject } from '../../../src/lanes/crd.ts';
import type { PipelineRef, Surface } from '../../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { givenPipeline } from '../../expectations/given-pipeline.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { pause } from '../../expectations/pause.ts';
import { someOrNone } from '../../expectations/some-or-none.ts';
import { stillShown } from '../../expectations/still-shown.ts';
import { eachOnce, namesFound } from '../../expectations/names-found.ts';

const draft = (name: string) => ({ name, definition: definition('hello') });
/** The creations of one round, which stay below the burst of a client-side limit. */
const contenders = [0, 1];

/** Words for the answers of all rounds, which do not depend on their number. */
const inWords = (kinds: readonly AnswerKind[]): string => [...new Set(kinds)].toSorted().join(' or ');

/**
 * Creates a version of this name. In the Kubernetes API each object has its own object name, so that only the webhook
 * can refuse the second one.
 */
const createSame = async (
  context: ScenarioContext,
  pipeline: PipelineRef,
  name: string,
  index: number,
): Promise<AnswerKind> => {
  const through: Readonly<Record<Surface['name'], () => Promise<AnswerKind>>> = {
    rest: async () => (await context.lane.rest.createVersion(pipeline, draft(name))).kind,
    kubernetes: async () => {
      const { namespace, call } = context.kubernetes;
      const resource = versionObject(namespace, pipeline.name, draft(name));
      const body = { ...resource, metadata: { name: context.names.of(`object-${name}-${index}`), namespace } };
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
  writes: 4,
  writesPerRound: 2 * contenders.length,
  async run(context) {
    const { lane, check, observe, rounds } = context;
    const pipeline = await givenPipeline(context, 'distinct');
    const contended = await givenPipeline(context, 'contended');
    const distinct: AnswerKind[] = [];
    const made: number[] = [];
    const others: AnswerKind[] = [];
    const nameOf = (round: number): string => `v${String(round).padStart(3, '0')}`;
    for await (const round of rounds) {
      const names = contenders.map((index) => `${nameOf(round)}-${index}`);
      distinct.push(
        ...(await Promise.all(names.map(async (name) => (await lane.write.createVersion(pipeline, draft(name))).kind))),
      );
      const same = await Promise.all(contenders.map((index) => createSame(context, contended, nameOf(round), index)));
      made.push(same.filter((kind) => kind === 'ok').length);
      others.push(...same.filter((kind) => kind !== 'ok'));
    }
    const all = Array.from({ length: rounds.count }, (_, round) => nameOf(round));
    await check(
      'VER-28',
      async () => {
        observe('distinct names', inWords(distinct));
        soft.equal(inWords(distinct), 'ok', 'every create is accepted');
        const expected = all.flatMap((name) => contenders.map((index) => `${name}-${index}`));
        await inEveryView(lane, async (surface) => {
          const names = accepted(await surface.allVersions(pipeline)).map(({ name }) => name);
          assert.deepEqual(namesFound(names, expected), eachOnce, `${surface.name}: all are there, once each`);
        });
      },
      rounds,
    );
    await check(
      'VER-29',
      async () => {
        const found = {
          accepted: made.every((count) => count === 1) ? 'one' : 'none or several',
          others: inWords(others),
        };
        observe('one name', found);
        soft.deepEqual(found, { accepted: 'one', others: 'conflict' }, 'one create is accepted, the others conflict');
        await stillShown(context, async (surface) => {
          const names = accepted(await surface.allVersions(contended)).map(({ name }) => name);
          assert.deepEqual(namesFound(names, all), eachOnce, `${surface.name}: one version is there`);
        });
      },
      rounds,
    );
  },
};

/**
 * Delays in milliseconds before the creation of the version and before the deletion of its pipeline. Either may come
 * first, by a small margin or by about the duration of a write.
 */
const offsetsOf = (round: number): readonly [number, number] => {
  const wait = (round * 7) % 10;
  if (round % 3 === 2) return [0, 5 * wait];
  return round % 5 === 4 ? [wait, 0] : [0, wait];
};

const createWhileDeleting: Scenario = {
  name: 'create-while-deleting',
  checks: ['VER-31'],
  observes: ['both accepted'],
  // The pipeline of a round, its version and its deletion.
  writesPerRound: 3,
  async run(context) {
    const { lane, check, observe, kfp, rounds } = context;
    await check(
      'VER-31',
      async () => {
        const isMade = async (pipeline: PipelineRef) =>
          (await lane.write.createVersion(pipeline, draft('one'))).kind === 'ok';
        // Without cascade, a pipeline with a version must not be deleted.
        const isDeleted = async ({ id }: PipelineRef) =>
          (await kfp.call('DELETE', `${apiV2}/pipelines/${id}`)).status === 200;
        const [parent, empty] = [await givenPipeline(context, 'parent'), await givenPipeline(context, 'empty')];
        soft.deepEqual(
          { version: await isMade(parent), deletion: await isDeleted(empty) },
          { version: true, deletion: true },
          'a version, and the deletion of another pipeline, are seen to be accepted one after the other',
        );
        let both = 0;
        for await (const round of rounds) {
          const pipeline = await givenPipeline(context, `round-${round}`);
          const [create, remove] = offsetsOf(round);
          const [made, deleted] = await Promise.all([
            pause(create).then(() => isMade(pipeline)),
            pause(remove).then(() => isDeleted(pipeline)),
          ]);
          if (made && deleted) both += 1;
        }
        observe('both accepted', someOrNone(both));
        soft.equal(someOrNone(both), 'none', 'a version and the deletion of its pipeline are never both accepted');
      },
      rounds,
    );
  },
};

export default defineSuite({
  title: 'VER: versions in parallel',
  alsoMultiUser: true,
  scenarios: [parallelCreates, createWhileDeleting],
});
