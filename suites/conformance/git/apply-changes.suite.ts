import assert from 'node:assert/strict';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import type { HttpResponse } from '../../../src/contract/exchange.ts';
import { jsonOf, object, type Json } from '../../../src/clients/json-response.ts';
import { collectionPath, type KubernetesClient } from '../../../src/clients/kubernetes.ts';
import { answerFromKubernetes, pipelineFromObject, versionFromObject, versionObject } from '../../../src/lanes/crd.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { appliedPipeline } from './applied-pipeline.ts';
import { appliedVersion } from './applied-version.ts';
import { givenApplied, type AppliedFamily } from './given-applied.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { pipelinesShown } from '../../expectations/pipelines-shown.ts';
import { serverSideApply } from '../../expectations/server-side-apply.ts';

const lanes = ['kubernetes/crd'] as const;
const renamed = { displayName: 'Renamed' };
const tagged = { tags: { stage: 'final', team: 'conformance' } };

/** What client-side `kubectl apply` and `kubectl patch --type=merge` send. */
const mergePatch = (kubernetes: KubernetesClient, plural: string, name: string, spec: Json): Promise<HttpResponse> =>
  kubernetes.call(
    'PATCH',
    collectionPath(kubernetes.namespace, plural, name),
    { spec },
    'application/merge-patch+json',
  );

const pipelineChangedByApply: Scenario = {
  name: 'pipeline-changed-by-apply',
  lanes,
  checks: ['CRUD-15', 'CRUD-38'],
  async run(context) {
    const { lane, check, kubernetes } = context;
    const { draft, pipeline } = await givenApplied(context);
    const expected = { ...pipeline, ...renamed };
    await check('CRUD-15', async () => {
      const answer = accepted(await appliedPipeline(kubernetes, { ...draft, ...renamed }));
      assert.deepEqual(answer, expected, 'the answer differs by its display name only');
      await inEveryView(lane, async (surface) => {
        const { value } = await surface.getPipeline(pipeline);
        assert.deepEqual(value, expected, `${surface.name}: only the display name changed`);
      });
    });
    await check('CRUD-38', async () => {
      accepted(await appliedPipeline(kubernetes, { ...draft, ...renamed, ...tagged }));
      await inEveryView(lane, async (surface) => {
        const shown = {
          get: (await surface.getPipeline(pipeline)).value?.tags,
          list: (await pipelinesShown(context, surface)).map(({ tags }) => tags),
        };
        assert.deepEqual(
          shown,
          { get: tagged.tags, list: [tagged.tags] },
          `${surface.name}: what is shown after a change`,
        );
      });
    });
  },
};

const pipelineChangedByMergePatch: Scenario = {
  name: 'pipeline-changed-by-merge-patch',
  lanes,
  checks: ['CRUD-15'],
  async run(context) {
    const { lane, check, kubernetes } = context;
    const { pipeline } = await givenApplied(context);
    const expected = { ...pipeline, ...renamed };
    await check('CRUD-15', async () => {
      const answer = await mergePatch(kubernetes, 'pipelines', pipeline.name, renamed);
      assert.deepEqual(
        accepted(answerFromKubernetes(answer, pipelineFromObject)),
        expected,
        'the answer differs by its display name only',
      );
      await inEveryView(lane, async (surface) => {
        const { value } = await surface.getPipeline(pipeline);
        assert.deepEqual(value, expected, `${surface.name}: only the display name changed`);
      });
    });
  },
};

const versionChangedByApply: Scenario = {
  name: 'version-changed-by-apply',
  lanes,
  checks: ['VER-17'],
  async run(context) {
    const { lane, check, kubernetes } = context;
    const { pipeline, versions } = await givenApplied(context, 'one');
    const { draft, version } = versions.one;
    await check('VER-17', async () => {
      for (const change of [renamed, { ...renamed, ...tagged }]) {
        accepted(await appliedVersion(kubernetes, pipeline, { ...draft, ...change }));
        await inEveryView(lane, async (surface) => {
          assert.deepEqual(
            (await surface.getVersion(version)).value,
            { ...version, ...change },
            `${surface.name}: only ${Object.keys(change).join(' and ')} changed`,
          );
        });
      }
    });
  },
};

const otherName = (spec: Json, key: string): Json => ({ ...spec, [key]: `${String(spec[key])}-2` });

/** Everything of a version's spec that must stay as it was, each changed alone. */
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
    const { lane, check, given, kubernetes } = context;
    const { pipeline, versions } = await givenApplied(context, 'one');
    const { draft, version } = versions.one;
    // A version could be moved there, if that were allowed.
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
      assert.deepEqual(kinds, denied, 'applying another spec is denied');
      await inEveryView(lane, async (surface) => {
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
    const { lane, check, kubernetes } = context;
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
      const shown = object(jsonOf(answer), 'metadata');
      assert.deepEqual(
        {
          status: answer.status,
          label: object(shown, 'labels')['example.com/team'],
          annotation: object(shown, 'annotations')['example.com/build'],
          pipelineId: object(shown, 'labels')['pipelines.kubeflow.org/pipeline-id'],
        },
        { status: 200, ...wanted, pipelineId: pipeline.id },
        'label and annotation are applied, that of the webhook stays',
      );
      await inEveryView(lane, async (surface) => {
        const { value } = await surface.getVersion(version);
        assert.deepEqual(value, version, `${surface.name}: the version is as it was`);
      });
    });
  },
};

/** A Pipeline with one version that was applied, and then changed by REST on every surface. */
const givenChangedByRest = async (context: ScenarioContext): Promise<AppliedFamily<'one'>> => {
  const { given, lane } = context;
  const family = await givenApplied(context, 'one');
  const { pipeline } = family;
  const { version } = family.versions.one;
  const change = { displayName: 'By REST', tags: { stage: 'changed' } };
  await given('REST changes display name and tags', async () => {
    accepted(await lane.rest.updatePipeline(pipeline, change));
    accepted(await lane.rest.updateVersion(version, change));
    await inEveryView(lane, async (surface) => {
      assert.equal((await surface.getPipeline(pipeline)).value?.displayName, change.displayName);
      assert.equal((await surface.getVersion(version)).value?.displayName, change.displayName);
    });
  });
  return family;
};

/** Asserts that all surfaces show what was applied first. */
const assertAsInGit = (
  { lane }: Pick<ScenarioContext, 'lane'>,
  { pipeline, versions: { one } }: AppliedFamily<'one'>,
): Promise<void> =>
  inEveryView(lane, async (surface) => {
    const shown = {
      pipeline: (await surface.getPipeline(pipeline)).value,
      version: (await surface.getVersion(one.version)).value,
    };
    assert.deepEqual(shown, { pipeline, version: one.version }, `${surface.name}: all is as it stands in Git`);
  });

const appliedWithForce: Scenario = {
  name: 'applied-over-changes-by-rest',
  lanes,
  checks: ['GIT-18'],
  async run(context) {
    const { check, kubernetes } = context;
    const family = await givenChangedByRest(context);
    await check('GIT-18', async () => {
      const force = { force: true };
      accepted(await appliedPipeline(kubernetes, family.draft, force));
      accepted(await appliedVersion(kubernetes, family.pipeline, family.versions.one.draft, force));
      await assertAsInGit(context, family);
    });
  },
};

const patchedAsInGit: Scenario = {
  name: 'changes-by-rest-patched-back',
  lanes,
  checks: ['GIT-07'],
  async run(context) {
    const { check, kubernetes } = context;
    const family = await givenChangedByRest(context);
    const { name } = family.pipeline;
    const inGit = { displayName: family.pipeline.displayName, tags: family.pipeline.tags };
    await check('GIT-07', async () => {
      const answers = [
        await mergePatch(kubernetes, 'pipelines', name, inGit),
        await mergePatch(kubernetes, 'pipelineversions', `${name}-one`, inGit),
      ];
      const statuses = answers.map(({ status }) => status);
      assert.deepEqual(statuses, [200, 200], 'what client-side kubectl apply sends');
      await assertAsInGit(context, family);
    });
  },
};

export default defineSuite({
  title: 'CRD: objects changed as kubectl does it',
  scenarios: [
    pipelineChangedByApply,
    pipelineChangedByMergePatch,
    versionChangedByApply,
    versionIsImmutable,
    versionLabelled,
    appliedWithForce,
    patchedAsInGit,
  ],
});
