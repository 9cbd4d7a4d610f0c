import { assert, soft } from '../../../src/scenarios/assert.ts';
import { jsonOf, object, presence, text } from '../../../src/clients/json-response.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import { pipelineObject, versionObject } from '../../../src/lanes/crd.ts';
import { restPatienceMs } from '../../../src/lanes/lanes.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { shippedEditor } from '../../expectations/shipped-editor.ts';
import { admissionDecisions, rightDecisions } from './admission-decisions.ts';
import { createdVersion } from '../../expectations/created-version.ts';
import { givenPipeline } from '../../expectations/given-pipeline.ts';
import { labelsShown, pipelineListing, versionListing } from '../../expectations/listing.ts';
import { serverSideApply } from '../../expectations/server-side-apply.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';

const webhooks: Scenario = {
  name: 'webhooks-through-their-service',
  capabilities: ['cluster'],
  lanes: ['kubernetes/crd'],
  checks: ['CLU-20'],
  async run(context) {
    const { check, kubernetes, namespace } = context;
    const pipeline = await givenPipeline(context, 'parent');
    await check('CLU-20', async () => {
      soft.deepEqual(await admissionDecisions(context, pipeline, 'once'), rightDecisions, 'what is decided');
      const path = collectionPath(namespace, 'pipelineversions', `${pipeline.name}-v1-once`);
      soft.equal(presence(await kubernetes.call('GET', path)), 'absent', 'what was refused is not stored');
    });
  },
};

const editor: Scenario = {
  name: 'editor-applies-and-watches',
  capabilities: ['cluster', 'cluster-roles'],
  variant: 'multi-user',
  lanes: ['kubernetes/crd'],
  checks: ['CLU-21'],
  async run(context) {
    const { check, names, namespace } = context;
    const { kubernetes } = await shippedEditor(context);
    const name = names.of('edited');
    await check('CLU-21', async () => {
      const path = collectionPath(namespace, 'pipelines');
      const list = await kubernetes.call('GET', path);
      assert.equal(list.status, 200, 'a list by the editor');
      const resourceVersion = text(object(jsonOf(list), 'metadata'), 'resourceVersion');
      const statuses: Record<string, number> = {};
      const own = (event: { readonly object: Readonly<Record<string, unknown>> }) =>
        text(object(event.object, 'metadata'), 'name') === name;
      const story = async () => {
        const apply = async (what: string, displayName: string) => {
          const draft = { name, displayName };
          statuses[`apply the Pipeline ${what}`] = (
            await serverSideApply(kubernetes, pipelineObject(namespace, draft))
          ).status;
          const version = { name: 'one', displayName, definition: smallDefinition() };
          statuses[`apply the PipelineVersion ${what}`] = (
            await serverSideApply(kubernetes, versionObject(namespace, name, version))
          ).status;
        };
        await apply('for the first time', 'first');
        await apply('changed', 'second');
        const versionPath = collectionPath(namespace, 'pipelineversions', `${name}-one`);
        statuses['delete the PipelineVersion'] = (await kubernetes.call('DELETE', versionPath)).status;
        statuses['delete the Pipeline'] = (await kubernetes.call('DELETE', `${path}/${name}`)).status;
      };
      const [events] = await Promise.all([
        kubernetes.watch(path, {
          resourceVersion,
          rightIsTested: true,
          deadlineMs: 20_000,
          done: (seen) => seen.some((event) => event.type === 'DELETED' && own(event)),
        }),
        story(),
      ]);
      soft.deepEqual(
        statuses,
        {
          'apply the Pipeline for the first time': 201,
          'apply the PipelineVersion for the first time': 201,
          'apply the Pipeline changed': 200,
          'apply the PipelineVersion changed': 200,
          'delete the PipelineVersion': 200,
          'delete the Pipeline': 200,
        },
        'what the editor is answered',
      );
      const eventTypes = events.filter(own).map(({ type }) => type);
      soft.deepEqual(
        [...new Set(eventTypes)],
        ['ADDED', 'MODIFIED', 'DELETED'],
        'what the editor sees of the Pipeline',
      );
    });
  },
};

const labels = ['a', 'b', 'c', 'd', 'e'];

const podReplaced: Scenario = {
  name: 'pod-restarted',
  capabilities: ['cluster', 'process'],
  disruptive: true,
  checks: ['CLU-24'],
  observes: ['after the restart'],
  writes: 15,
  async run(context) {
    const { check, given, kfp, lane, names, observe, target } = context;
    const parent = await givenPipeline(context, 'parent');
    const versions = await given('versions are created, and one is changed', async () => {
      const made = [];
      for (const name of labels) made.push(await createdVersion(lane, parent, { name, definition: smallDefinition() }));
      const [first] = made;
      assert.ok(first);
      accepted(await lane.write.updatePipeline(parent, { displayName: 'changed before the restart' }));
      accepted(await lane.write.updateVersion(first, { displayName: 'changed before the restart' }));
      return made;
    });
    const before = await target.process();
    await target.restart();
    await check('CLU-24', async () => {
      const after = await target.process();
      soft.equal(after.running && after.identity !== before.identity, true, 'another pod runs');
      const { status } = await kfp.call('GET', `${apiV2}/healthz`);
      // A part without a value was not looked at, so that the lanes are not compared.
      const found: Record<string, unknown> = {
        healthz: status,
        pipeline: undefined,
        versions: undefined,
        'the changed version': undefined,
        listed: undefined,
      };
      try {
        found['pipeline'] = (await lane.rest.getPipeline(parent)).value?.displayName ?? '(none)';
        const answers = await Promise.all(versions.map((version) => lane.rest.getVersion(version)));
        found['versions'] = answers.map(({ value }) => value?.name).join();
        found['the changed version'] = answers[0]?.value?.displayName ?? '(none)';
        await soft.part(() =>
          lane.eventually({ surface: lane.rest, patienceMs: restPatienceMs }, async () => {
            const pipelines = labelsShown(await pipelineListing(kfp, names).page());
            const shownVersions = labelsShown(await versionListing(kfp, parent.id).page());
            found['listed'] = pipelines && shownVersions && [...pipelines, ...shownVersions.toSorted()].join();
            assert.equal(found['listed'], ['parent', ...labels].join(), 'what is listed within 5 s after the restart');
          }),
        );
      } finally {
        observe('after the restart', found);
      }
      soft.deepEqual(
        found,
        {
          healthz: 200,
          pipeline: 'changed before the restart',
          versions: labels.join(),
          'the changed version': 'changed before the restart',
          listed: ['parent', ...labels].join(),
        },
        'what is there after the restart',
      );
    });
  },
};

export default defineSuite({
  title: 'CLU: a server in a cluster',
  scenarios: [webhooks, editor, podReplaced],
});
