import { assert, soft } from '../../../src/scenarios/assert.ts';
import { argoFile, argoSpec, definition } from '../../../fixtures/pipelines/definition.ts';
import { jsonOf, refusalText, type Json } from '../../../src/clients/json-response.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import { pipelineFromRest } from '../../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { givenPipeline } from '../../expectations/given-pipeline.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { nothingRemains, remainsSettled } from '../../expectations/nothing-remains.ts';
import { remainsOf } from '../../expectations/remains-of.ts';
import { stillShown } from '../../expectations/still-shown.ts';
import { statusClass } from './status-class.ts';

const { pipelineSpec: valid } = definition('hello');
const { pipelineInfo: _, ...withoutInfo } = valid;

const invalidSpecs: Readonly<Record<string, Json>> = {
  'no pipelineInfo': withoutInfo,
  'another schemaVersion': { ...valid, schemaVersion: '3.0.0' },
  'a name that is none': { ...valid, pipelineInfo: { name: 'Hello World' } },
};

const invalidDefinitions: Scenario = {
  name: 'invalid-definitions',
  checks: ['VER-21'],
  observes: ['created', 'uploaded'],
  async run(context) {
    const { lane, check, observe, kfp } = context;
    const pipeline = await givenPipeline(context, 'parent');
    const upload = async (pipelineSpec: Json, name: string) => {
      const file = { name: 'invalid.json', content: JSON.stringify(pipelineSpec) };
      return (await kfp.upload(`${apiV2}/pipelines/upload_version`, file, { pipelineid: pipeline.id, name })).status;
    };
    await check('VER-21', async () => {
      const created: Record<string, unknown> = {};
      const uploaded: Record<string, unknown> = {};
      for (const [what, pipelineSpec] of Object.entries(invalidSpecs)) {
        const name = what.replaceAll(' ', '-').toLowerCase();
        created[what] = (await lane.write.createVersion(pipeline, { name, definition: { pipelineSpec } })).kind;
        uploaded[what] = await upload(pipelineSpec, `uploaded-${name}`);
      }
      observe('created', created);
      observe('uploaded', uploaded);
      const all = (value: unknown) => Object.fromEntries(Object.keys(invalidSpecs).map((what) => [what, value]));
      soft.deepEqual(
        { created, uploaded },
        { created: all('invalid'), uploaded: all(400) },
        'an invalid definition is refused',
      );
      await stillShown(context, async (surface) => {
        assert.deepEqual((await surface.allVersions(pipeline)).value, [], `${surface.name}: no version is left`);
      });
    });
  },
};

const uploadArgo = ({ kfp, names }: ScenarioContext) =>
  kfp.upload(`${apiV2}/pipelines/upload`, { name: 'argo.yaml', content: argoFile() }, { name: names.of('argo') });

const argoDefinition = () => ({ pipelineSpec: argoSpec() });

/** Only the first line counts, because a stack trace below it may mention anything. */
const namesV1 = (message: string): boolean => /\bv1\b|argo/i.test(message.split('\n')[0] ?? '');

const argoRefused: Scenario = {
  name: 'argo-refused',
  lanes: ['kubernetes/rest', 'kubernetes/crd'],
  checks: ['VER-22'],
  observes: ['answers'],
  async run(context) {
    const { lane, check, observe } = context;
    const pipeline = await givenPipeline(context, 'parent');
    await check('VER-22', async () => {
      const created = await lane.write.createVersion(pipeline, { name: 'one', definition: argoDefinition() });
      const uploaded = await uploadArgo(context);
      const answers = {
        created: { answer: created.kind, 'names v1 or Argo': namesV1(created.message) },
        uploaded: {
          answer: statusClass(uploaded.status),
          'names v1 or Argo': namesV1(refusalText(uploaded, 'error_message')),
        },
      };
      observe('answers', answers);
      const refused = (answer: string) => ({ answer, 'names v1 or Argo': true });
      soft.deepEqual(
        answers,
        { created: refused('invalid'), uploaded: refused('4xx') },
        'an Argo workflow is refused with the reason',
      );
      await nothingRemains(context, ['argo']);
      await inEveryView(lane, async (surface) => {
        assert.deepEqual((await surface.allVersions(pipeline)).value, [], `${surface.name}: no version is left`);
      });
    });
  },
};

const argoAccepted: Scenario = {
  name: 'argo-accepted',
  lanes: ['database/rest'],
  checks: ['VER-23'],
  async run(context) {
    const { lane, check } = context;
    await check('VER-23', async () => {
      const answer = await uploadArgo(context);
      assert.equal(answer.status, 200, 'an Argo workflow is accepted');
      const versions = accepted(await lane.rest.allVersions(pipelineFromRest(jsonOf(answer))));
      const shown = versions.map(({ definition: { pipelineSpec } }) => ({
        kind: pipelineSpec['kind'],
        apiVersion: pipelineSpec['apiVersion'],
      }));
      soft.deepEqual(
        shown,
        [{ kind: 'Workflow', apiVersion: 'argoproj.io/v1alpha1' }],
        'its version shows the workflow',
      );
    });
  },
};

const argoBlocked: Scenario = {
  name: 'argo-blocked',
  lanes: ['database/rest'],
  variant: 'block-v1',
  checks: ['VER-23'],
  async run(context) {
    await context.check('VER-23', async () => {
      soft.equal(
        statusClass((await uploadArgo(context)).status),
        '4xx',
        'an Argo workflow is refused where v1 is blocked',
      );
      await remainsSettled(context);
      soft.equal(
        await remainsOf(context, context.lane.rest, context.names.of('argo')),
        'nothing',
        'nothing is left of it',
      );
    });
  },
};

export default defineSuite({
  title: 'VER: definitions that are refused',
  alsoMultiUser: true,
  scenarios: [invalidDefinitions, argoRefused, argoAccepted, argoBlocked],
});
