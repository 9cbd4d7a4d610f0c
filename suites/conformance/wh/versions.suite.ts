import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { jsonOf, object, type Json } from '../../../src/clients/json-response.ts';
import { answerFromKubernetes, versionFromObject, versionObject } from '../../../src/lanes/crd.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { appliedPipeline } from '../../expectations/applied-pipeline.ts';
import { givenApplied } from '../../expectations/given-applied.ts';
import { serverSideApply } from '../../expectations/server-side-apply.ts';
import { stillShown } from '../../expectations/still-shown.ts';

const lanes = ['kubernetes/crd'] as const;

const otherName = (spec: Json, key: string): Json => ({ ...spec, [key]: `${String(spec[key])}-2` });

/** Every immutable part of a version's spec, each with a change to it. */
const forbiddenChanges: Readonly<Record<string, (spec: Json) => Json>> = {
  pipelineSpec: (spec) => ({ ...spec, pipelineSpec: definition('several-steps').pipelineSpec }),
  platformSpec: (spec) => ({ ...spec, platformSpec: definition('with-platform').platformSpec }),
  description: (spec) => ({ ...spec, description: 'changed' }),
  versionName: (spec) => otherName(spec, 'versionName'),
  pipelineName: (spec) => otherName(spec, 'pipelineName'),
  codeSourceURL: (spec) => ({ ...spec, codeSourceURL: 'https://example.com/changed' }),
};

const versionIsImmutable: Scenario = {
  name: 'applied-version-is-immutable',
  lanes,
  checks: ['WH-07'],
  async run(context) {
    const { check, given, kubernetes } = context;
    const { pipeline, versions } = await givenApplied(context, 'one');
    const { draft, version } = versions.one;
    // The pipeline is a possible destination for the version, should the server allow the move.
    await given('another Pipeline is applied', async () =>
      accepted(await appliedPipeline(kubernetes, { name: `${pipeline.name}-2` })),
    );
    await check('WH-07', async () => {
      const resource = versionObject(kubernetes.namespace, pipeline.name, draft);
      const kinds: Record<string, string> = {};
      for (const [field, change] of Object.entries(forbiddenChanges)) {
        const changed = { ...resource, spec: change(object(resource, 'spec')) };
        kinds[field] = answerFromKubernetes(await serverSideApply(kubernetes, changed), versionFromObject).kind;
      }
      const denied = Object.fromEntries(Object.keys(forbiddenChanges).map((field) => [field, 'invalid']));
      soft.deepEqual(kinds, denied, 'applying another spec is denied');
      await stillShown(context, async (surface) => {
        const { value } = await surface.getVersion(version);
        assert.deepEqual(value, version, `${surface.name}: the version is as it was`);
      });
    });
  },
};

const versionLabelled: Scenario = {
  name: 'applied-version-labelled',
  lanes,
  checks: ['WH-08'],
  async run(context) {
    const { check, kubernetes } = context;
    const { pipeline, versions } = await givenApplied(context, 'one');
    const { draft, version } = versions.one;
    const wanted = { label: 'conformance', annotation: 'https://example.com/ci/1' };
    await check('WH-08', async () => {
      const resource = versionObject(kubernetes.namespace, pipeline.name, draft);
      const metadata = {
        ...object(resource, 'metadata'),
        labels: { 'example.com/team': wanted.label },
        annotations: { 'example.com/build': wanted.annotation },
      };
      const answer = await serverSideApply(kubernetes, { ...resource, metadata });
      const shown = answer.status === 200 ? object(jsonOf(answer), 'metadata') : {};
      soft.deepEqual(
        {
          status: answer.status,
          label: object(shown, 'labels')['example.com/team'],
          annotation: object(shown, 'annotations')['example.com/build'],
          pipelineId: object(shown, 'labels')['pipelines.kubeflow.org/pipeline-id'],
        },
        { status: 200, ...wanted, pipelineId: pipeline.id },
        'label and annotation are applied, that of the webhook stays',
      );
      await stillShown(context, async (surface) => {
        const { value } = await surface.getVersion(version);
        assert.deepEqual(value, version, `${surface.name}: the version is as it was`);
      });
    });
  },
};

export default defineSuite({
  title: 'WH: PipelineVersions changed through the webhooks',
  scenarios: [versionIsImmutable, versionLabelled],
});
