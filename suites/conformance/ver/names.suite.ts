import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import type { Answer, AnswerKind } from '../../../src/lanes/answer.ts';
import { answerFromKubernetes, versionFromObject, versionObject } from '../../../src/lanes/crd.ts';
import type { PipelineRef, Surface } from '../../../src/lanes/lane.ts';
import type { PipelineVersion } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { givenPipeline } from '../../expectations/given-pipeline.ts';
import { givenVersion } from '../../expectations/given-version.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { alone, onlyItem } from '../../expectations/only-item.ts';
import { onRest } from '../../expectations/on-rest.ts';
import { stillShown } from '../../expectations/still-shown.ts';

const draft = (name: string) => ({ name, definition: definition('hello') });

/**
 * Creates an object with a unique object name and a version name that another object may have, which only the webhook
 * can refuse.
 */
const createUnderOtherObjectName = async (
  { kubernetes }: ScenarioContext,
  pipeline: PipelineRef,
  versionName: string,
  objectName: string,
): Promise<AnswerKind> => {
  const resource = versionObject(kubernetes.namespace, pipeline.name, draft(versionName));
  const body = { ...resource, metadata: { name: objectName, namespace: kubernetes.namespace } };
  const path = collectionPath(kubernetes.namespace, 'pipelineversions');
  return answerFromKubernetes(await kubernetes.call('POST', path, body), versionFromObject).kind;
};

/** A denial by a webhook is `invalid`, whatever its status; REST answers 409. */
const refusalKinds: Readonly<Record<Surface['name'], readonly AnswerKind[]>> = {
  rest: ['conflict'],
  kubernetes: ['conflict', 'invalid'],
};

const asTaken = (surface: Surface, kind: AnswerKind): AnswerKind | 'taken' =>
  refusalKinds[surface.name].includes(kind) ? 'taken' : kind;

const versionNameTaken: Scenario = {
  name: 'version-name-taken',
  checks: ['VER-06'],
  observes: ['again'],
  async run(context) {
    const { lane, check, observe, names } = context;
    const pipeline = await givenPipeline(context, 'parent');
    const first = await givenVersion(context, pipeline, 'one', { description: 'the first' });
    const attempts: Readonly<Record<Surface['name'], readonly (() => Promise<AnswerKind>)[]>> = {
      rest: [async () => (await lane.write.createVersion(pipeline, draft('one'))).kind],
      kubernetes: [
        async () => (await lane.write.createVersion(pipeline, draft('one'))).kind,
        () => createUnderOtherObjectName(context, pipeline, 'one', names.of('another-object')),
      ],
    };
    await check('VER-06', async () => {
      const answers: string[] = [];
      for (const attempt of attempts[lane.write.name]) answers.push(asTaken(lane.write, await attempt()));
      observe('again', [...new Set(answers)]);
      soft.deepEqual(
        answers,
        answers.map(() => 'taken'),
        'a second version of the name is refused',
      );
      await stillShown(context, async (surface) => {
        const listed = accepted(await surface.allVersions(pipeline));
        assert.deepEqual(onlyItem(listed, first), alone(first), `${surface.name}: the first is as it was, and alone`);
      });
    });
  },
};

const versionNameInTwoPipelines: Scenario = {
  name: 'version-name-in-two-pipelines',
  checks: ['VER-07'],
  observes: ['answers'],
  async run(context) {
    const { lane, check, observe } = context;
    const pipelines = [await givenPipeline(context, 'one'), await givenPipeline(context, 'two')];
    await check('VER-07', async () => {
      const answers: Answer<PipelineVersion>[] = [];
      for (const pipeline of pipelines) answers.push(await lane.write.createVersion(pipeline, draft('same')));
      observe(
        'answers',
        answers.map(({ kind }) => kind),
      );
      soft.deepEqual(
        answers.map(({ kind }) => kind),
        ['ok', 'ok'],
        'both pipelines take a version of the name',
      );
      await inEveryView(lane, async (surface) => {
        const shown = await Promise.all(pipelines.map(async (pipeline) => (await surface.allVersions(pipeline)).value));
        assert.deepEqual(
          shown,
          answers.map((answer) => [accepted(answer)]),
          `${surface.name}: each pipeline has its own`,
        );
      });
    });
  },
};

interface CollidingNames {
  readonly requirement: string;
  readonly name: string;
  /** Pipeline and version, as labels. A version with the label of its pipeline gets the full pipeline name. */
  readonly first: readonly [string, string];
  readonly second: readonly [string, string];
}

/** Names whose concatenations are equal. The second version is created through REST, which chooses the object name. */
const collidingNames = ({ requirement, name, first, second }: CollidingNames): Scenario => ({
  name,
  checks: [requirement],
  observes: ['second'],
  async run(context) {
    const { lane, check, observe, names } = context;
    const nameOf = ([pipeline, version]: readonly [string, string]) =>
      version === pipeline ? names.of(version) : version;
    const earlier = await givenPipeline(context, first[0]);
    const later = await givenPipeline(context, second[0]);
    const one = await givenVersion(context, earlier, nameOf(first));
    await check(requirement, async () => {
      const answer = await lane.rest.createVersion(later, draft(nameOf(second)));
      observe('second', answer.kind);
      assert.equal(answer.kind, 'ok', 'the names of pipeline and version do not run together');
      const two = accepted(answer);
      await onRest(lane, async (rest) => {
        const shown = [(await rest.allVersions(earlier)).value, (await rest.allVersions(later)).value];
        assert.deepEqual(
          shown.map((versions) => versions?.map(({ id, name }) => ({ id, name }))),
          [one, two].map(({ id, name }) => [{ id, name }]),
          'each pipeline has its own version',
        );
      });
    });
  },
});

export default defineSuite({
  title: 'VER: names of versions',
  alsoMultiUser: true,
  scenarios: [
    versionNameTaken,
    versionNameInTwoPipelines,
    collidingNames({ requirement: 'VER-08', name: 'hyphens-meet', first: ['a', 'b-c'], second: ['a-b', 'c'] }),
    collidingNames({
      requirement: 'VER-09',
      name: 'version-named-like-its-pipeline',
      first: ['a-b', 'a-b'],
      second: ['a', 'b'],
    }),
  ],
});
