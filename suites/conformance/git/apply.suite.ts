import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { jsonOf, object, objects, text, type Json } from '../../../src/clients/json-response.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import { answerFromKubernetes, pipelineObject, versionFromObject, versionObject } from '../../../src/lanes/crd.ts';
import { restPatienceMs } from '../../../src/lanes/lanes.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { appliedPipeline } from '../../expectations/applied-pipeline.ts';
import { givenApplied } from '../../expectations/given-applied.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { alone, onlyItem } from '../../expectations/only-item.ts';
import { onRest } from '../../expectations/on-rest.ts';
import { pipelinesShown } from '../../expectations/pipelines-shown.ts';
import { serverSideApply } from '../../expectations/server-side-apply.ts';

const lanes = ['kubernetes/crd'] as const;

const pipelineApplied: Scenario = {
  name: 'pipeline-applied',
  lanes,
  checks: ['LIST-26', 'GIT-01', 'CRUD-03', 'CRUD-02'],
  async run(context) {
    const { lane, check, given, kubernetes, names } = context;
    const pipeline = await given('a Pipeline is applied', async () =>
      accepted(
        await appliedPipeline(kubernetes, {
          name: names.of('applied'),
          displayName: 'Applied pipeline',
          description: 'as in the repository',
          tags: { team: 'conformance' },
        }),
      ),
    );
    await check('LIST-26', () =>
      onRest(lane, async (rest) => {
        assert.deepEqual(await pipelinesShown(context, rest), [pipeline], 'REST lists the applied Pipeline within 5 s');
      }),
    );
    await check('GIT-01', () =>
      onRest(lane, async (rest) => {
        const { kind, value } = await rest.getPipeline(pipeline);
        assert.deepEqual({ kind, id: value?.id }, { kind: 'ok', id: pipeline.id }, 'REST shows it under its uid');
      }),
    );
    await check('CRUD-03', async () => {
      for (const view of lane.views)
        await soft.part(() =>
          lane.eventually({ ...view, patienceMs: 3_000 }, async () => {
            const { value } = await view.surface.getPipelineByName(pipeline.name);
            assert.deepEqual(value, pipeline, `${view.surface.name}: get by name`);
          }),
        );
    });
    await check('CRUD-02', () =>
      inEveryView(lane, async (surface) => {
        const { value } = await surface.getPipeline(pipeline);
        assert.deepEqual(value, pipeline, `${surface.name}: get answers what apply answered`);
      }),
    );
  },
};

const versionApplied: Scenario = {
  name: 'version-applied',
  lanes,
  checks: ['WH-10', 'GIT-02', 'VER-02', 'VER-03'],
  async run(context) {
    const { lane, check, given, kubernetes, names } = context;
    const pipeline = await given('a Pipeline is applied', async () =>
      accepted(await appliedPipeline(kubernetes, { name: names.of('parent') })),
    );
    const draft = {
      name: 'one',
      displayName: 'Applied version',
      description: 'as in the repository',
      tags: { stage: 'draft' },
      codeSourceUrl: 'https://example.com/code',
      definition: definition('several-steps'),
    };
    const answer = await serverSideApply(kubernetes, versionObject(kubernetes.namespace, pipeline.name, draft));
    const { value: stored = {} } = answerFromKubernetes(answer, (json) => json);
    const metadata = object(stored, 'metadata');
    await check('WH-10', () => {
      assert.equal(answer.status, 201, 'the PipelineVersion is applied');
      const owners = objects(metadata, 'ownerReferences').map(({ kind, name, uid }) => ({ kind, name, uid }));
      soft.deepEqual(
        { owners, label: object(metadata, 'labels')['pipelines.kubeflow.org/pipeline-id'] },
        { owners: [{ kind: 'Pipeline', name: pipeline.name, uid: pipeline.id }], label: pipeline.id },
        'owner and label of the PipelineVersion',
      );
    });
    const version = versionFromObject(stored);
    const ref = { id: version.id, pipelineId: pipeline.id, name: draft.name };
    await check('GIT-02', () =>
      onRest(lane, async (rest) => {
        const { value } = await rest.getVersion(ref);
        const listed = (await rest.allVersions(pipeline)).value?.map(({ id }) => id);
        assert.deepEqual(
          { id: value?.id, pipelineId: value?.pipelineId, listed },
          { id: version.id, pipelineId: pipeline.id, listed: [version.id] },
          'REST shows it under its uid, as the version of its Pipeline',
        );
      }),
    );
    await check('VER-02', () =>
      inEveryView(lane, async (surface) => {
        const { value } = await surface.getVersion(ref);
        assert.deepEqual(value, version, `${surface.name}: get answers what apply answered`);
      }),
    );
    await check('VER-03', () =>
      inEveryView(lane, async (surface) => {
        const { value } = await surface.getVersion(ref);
        assert.deepEqual(value?.definition, draft.definition, `${surface.name}: the definition that was applied`);
      }),
    );
  },
};

const appliedAgain: Scenario = {
  name: 'applied-again',
  lanes,
  checks: ['GIT-05'],
  async run(context) {
    const { check, kubernetes } = context;
    const { draft, versions } = await givenApplied(context, 'one');
    const resources = [
      pipelineObject(kubernetes.namespace, draft),
      versionObject(kubernetes.namespace, draft.name, versions.one.draft),
    ];
    const resourceVersionOf = (resource: Json) => object(resource, 'metadata')['resourceVersion'];
    const withoutVersion = (resource: Json): Json => {
      const { resourceVersion: _, managedFields: __, ...metadata } = object(resource, 'metadata');
      return { ...resource, metadata };
    };
    await check('GIT-05', async () => {
      for (const resource of resources)
        await soft.part(async () => {
          const kind = String(resource['kind']);
          const path = collectionPath(
            kubernetes.namespace,
            `${kind.toLowerCase()}s`,
            text(object(resource, 'metadata'), 'name'),
          );
          const applied = jsonOf(await kubernetes.call('GET', path));
          const again = await serverSideApply(kubernetes, resource);
          assert.equal(again.status, 200, `${kind}: applied again`);
          soft.deepEqual(withoutVersion(jsonOf(again)), withoutVersion(applied), `${kind}: what is applied again`);
          // The first apply may make the API server store the defaults of the CRD, such as a status that was only
          // displayed until then.
          const third = jsonOf(await serverSideApply(kubernetes, resource));
          const stored = jsonOf(await kubernetes.call('GET', path));
          soft.deepEqual(withoutVersion(stored), withoutVersion(applied), `${kind}: what is shown afterwards`);
          soft.deepEqual(
            [third, stored].map((shown) => resourceVersionOf(shown) === resourceVersionOf(jsonOf(again))),
            [true, true],
            `${kind}: resourceVersion stays when it is applied once more`,
          );
        });
    });
  },
};

/** The time allowed to the garbage collector of Kubernetes, and to REST afterwards. */
const collectedWithinMs = 20_000;

const pipelineDeleted: Scenario = {
  name: 'deleted-in-the-background',
  lanes,
  checks: ['CRUD-11', 'GIT-08'],
  async run(context) {
    const { lane, check, given, kubernetes } = context;
    const { pipeline, versions } = await givenApplied(context, 'one', 'two');
    const path = collectionPath(kubernetes.namespace, 'pipelines', pipeline.name);
    // kubectl deletes in the background by default; the garbage collector then removes the versions.
    await given('kubectl deletes the Pipeline, of which KFP is not asked', async () => {
      const { status } = await kubernetes.call('DELETE', path, { propagationPolicy: 'Background' });
      assert.equal(status, 200, 'kubectl delete of a Pipeline with versions');
    });
    const started = performance.now();
    for (const [requirement, surface] of [
      ['CRUD-11', lane.write],
      ['GIT-08', lane.rest],
    ] as const)
      await check(requirement, () => {
        // The time of the garbage collector is counted once.
        const leftMs = collectedWithinMs - (performance.now() - started);
        return lane.eventually({ surface, patienceMs: Math.max(restPatienceMs, leftMs) }, async () => {
          const shown = {
            pipeline: (await surface.getPipeline(pipeline)).kind,
            listed: (await pipelinesShown(context, surface)).length,
            one: (await surface.getVersion(versions.one.version)).kind,
            two: (await surface.getVersion(versions.two.version)).kind,
          };
          assert.deepEqual(
            shown,
            { pipeline: 'missing', listed: 0, one: 'missing', two: 'missing' },
            `${surface.name}: what is left of the Pipeline`,
          );
        });
      });
  },
};

const versionDeleted: Scenario = {
  name: 'applied-version-deleted',
  lanes,
  checks: ['GIT-09', 'VER-16'],
  async run(context) {
    const { lane, check } = context;
    const { pipeline, versions } = await givenApplied(context, 'one', 'two');
    const { kind } = await lane.write.deleteVersion(versions.one.version);
    await check('GIT-09', () =>
      onRest(lane, async (rest) => {
        assert.equal((await rest.getVersion(versions.one.version)).status, 404, 'REST 5 s after kubectl delete');
      }),
    );
    await check('VER-16', async () => {
      soft.equal(kind, 'ok', 'kubectl delete of a PipelineVersion');
      await inEveryView(lane, async (surface) => {
        const listed = accepted(await surface.allVersions(pipeline));
        const { version: other } = versions.two;
        assert.deepEqual(onlyItem(listed, other), alone(other), `${surface.name}: the other, alone`);
      });
    });
  },
};

export default defineSuite({
  title: 'GIT: objects made and deleted as kubectl does it',
  scenarios: [pipelineApplied, versionApplied, appliedAgain, pipelineDeleted, versionDeleted],
});
