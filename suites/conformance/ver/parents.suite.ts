import { assert, soft } from '../../../src/scenarios/assert.ts';
import { randomUUID } from 'node:crypto';
import { definition, packageFile } from '../../../fixtures/pipelines/definition.ts';
import { text } from '../../../src/clients/json-response.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { AnswerKind } from '../../../src/lanes/answer.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import type { PipelineVersion } from '../../../src/lanes/pipeline.ts';
import { answerFromRest, versionBody } from '../../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { goneInEveryView } from '../../expectations/eventually-gone.ts';
import { givenPipeline } from '../../expectations/given-pipeline.ts';
import { givenVersion } from '../../expectations/given-version.ts';
import { onRest } from '../../expectations/on-rest.ts';
import { settled } from '../../expectations/settled.ts';
import { stillShown } from '../../expectations/still-shown.ts';
import { statusClass } from './status-class.ts';

const draft = (name: string) => ({ name, definition: definition('hello') });

const versionOfUnknownPipeline: Scenario = {
  name: 'version-of-unknown-pipeline',
  features: ['loopback-package-url'],
  checks: ['VER-10', 'VER-27'],
  observes: ['JSON', 'uploads'],
  async run(context) {
    const { lane, given, check, observe, kfp, packages, names } = context;
    const deleted = await givenPipeline(context, 'gone');
    await given('the pipeline is deleted', async () => {
      assert.equal((await lane.write.deletePipeline(deleted)).kind, 'ok', 'the deletion');
      await goneInEveryView(lane, async (surface) =>
        assert.equal((await surface.getPipeline(deleted)).kind, 'missing', 'the pipeline'),
      );
    });
    const create = async (id: string) =>
      (await kfp.call('POST', `${apiV2}/pipelines/${id}/versions`, { json: versionBody(id, draft('one'), packages) }))
        .status;
    const upload = async (pipelineid?: string) => {
      const file = { name: 'hello.yaml', content: packageFile('hello') };
      return (await kfp.upload(`${apiV2}/pipelines/upload_version`, file, { pipelineid, name: 'two' })).status;
    };
    const written: Readonly<Record<Surface['name'], AnswerKind>> = { rest: 'missing', kubernetes: 'invalid' };
    await check('VER-10', async () => {
      const answers = { deleted: await create(deleted.id), 'never there': await create(randomUUID()) };
      const { kind } = await lane.write.createVersion(
        { id: randomUUID(), name: names.of('never-there') },
        draft('one'),
      );
      observe('JSON', answers);
      soft.deepEqual(
        { ...answers, [`${lane.write.name}, never there`]: kind },
        { deleted: 404, 'never there': 404, [`${lane.write.name}, never there`]: written[lane.write.name] },
        'a version of an unknown pipeline is refused',
      );
    });
    await check('VER-27', async () => {
      const answers = {
        deleted: statusClass(await upload(deleted.id)),
        'never there': statusClass(await upload(randomUUID())),
        missing: await upload(),
      };
      observe('uploads', answers);
      soft.deepEqual(
        answers,
        { deleted: '4xx', 'never there': '4xx', missing: 400 },
        'an upload without its pipeline is refused',
      );
    });
  },
};

const parentInBody: Scenario = {
  name: 'parent-in-body',
  features: ['loopback-package-url'],
  checks: ['VER-11', 'VER-12'],
  observes: ['no parent in the body', 'another parent in the body'],
  async run(context) {
    const { lane, check, observe, kfp, packages } = context;
    const pipeline = await givenPipeline(context, 'in-path');
    const other = await givenPipeline(context, 'in-body');
    const post = (name: string, parent: string | undefined) =>
      kfp.call('POST', `${apiV2}/pipelines/${pipeline.id}/versions`, {
        json: { ...versionBody(pipeline.id, draft(name), packages), pipeline_id: parent },
      });
    await check('VER-11', async () => {
      const { status } = await post('no-parent', undefined);
      observe('no parent in the body', status);
      soft.equal(status, 400, 'a body without pipeline_id is refused');
    });
    await check('VER-12', async () => {
      const answer = await post('other-parent', other.id);
      observe('another parent in the body', answer.status);
      const namesIn = (surface: Surface, ref: typeof pipeline) =>
        surface.allVersions(ref).then(({ value }) => value?.map(({ name }) => name));
      const refused = { status: 400, parent: '', 'in path': [], 'in body': [] };
      const pathWins = { status: 200, parent: pipeline.id, 'in path': ['other-parent'], 'in body': [] };
      // Refused or accepted, a target could make the version later, in either pipeline.
      await settled(context);
      await onRest(lane, async (rest) => {
        const found = {
          status: answer.status,
          parent: answerFromRest(answer, (json) => text(json, 'pipeline_id')).value ?? '',
          'in path': await namesIn(rest, pipeline),
          'in body': await namesIn(rest, other),
        };
        assert.deepEqual(found, answer.status === 200 ? pathWins : refused, 'the body is refused, or the path counts');
      });
    });
  },
};

interface UnderOtherPipeline {
  /** The name of the scenario. */
  readonly name: string;
  readonly method: 'GET' | 'PATCH' | 'DELETE';
  readonly requirement: string;
  readonly body?: object;
}

/** Requests a version under a pipeline that it does not belong to. */
const versionUnderOtherPipeline = ({ name, method, requirement, body }: UnderOtherPipeline): Scenario => ({
  name,
  checks: [requirement],
  observes: ['answer'],
  async run(context) {
    const { check, observe } = context;
    const own = await givenPipeline(context, 'own');
    const other = await givenPipeline(context, 'other');
    const version = await givenVersion(context, own, 'one');
    await check(requirement, async () => {
      const status = await callUnder(context, other.id, version, method, body);
      observe('answer', status);
      soft.equal(status, 404, 'a version is not there under another pipeline');
      await stillShown(context, async (surface) => {
        assert.deepEqual(
          (await surface.getVersion(version)).value,
          version,
          `${surface.name}: the version is as it was`,
        );
      });
    });
  },
});

const callUnder = async (
  { kfp }: ScenarioContext,
  pipelineId: string,
  version: PipelineVersion,
  method: string,
  json?: object,
): Promise<number> =>
  (
    await kfp.call(method, `${apiV2}/pipelines/${pipelineId}/versions/${version.id}`, {
      ...(json !== undefined && { json }),
    })
  ).status;

export default defineSuite({
  title: 'VER: versions and their pipelines',
  alsoMultiUser: true,
  scenarios: [
    versionOfUnknownPipeline,
    parentInBody,
    versionUnderOtherPipeline({ name: 'version-under-other-pipeline-get', method: 'GET', requirement: 'VER-13' }),
    versionUnderOtherPipeline({ name: 'version-under-other-pipeline-delete', method: 'DELETE', requirement: 'VER-14' }),
    versionUnderOtherPipeline({
      name: 'version-under-other-pipeline-patch',
      method: 'PATCH',
      requirement: 'VER-15',
      body: { display_name: 'Changed' },
    }),
  ],
});
