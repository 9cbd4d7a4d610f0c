import { assert, soft } from '../../../src/scenarios/assert.ts';
import { randomUUID } from 'node:crypto';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import { versionObject } from '../../../src/lanes/crd.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { labelsShown, pipelineListing, versionListing, type ListPage } from '../../expectations/listing.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';
import { listedWithinMs } from './written-set.ts';

const versionsOfTwoPipelines: Scenario = {
  name: 'versions-of-two-pipelines',
  checks: ['LIST-18', 'LIST-20'],
  observes: ['versions of a', 'versions of a-b'],
  async run({ lane, check, given, observe, kfp, names }) {
    // One pipeline name is a prefix of the other, and the pipelines share a version name.
    const versionNames = { a: ['v1', 'v2', 'v3'], 'a-b': ['v1', 'w2', 'w3'] } as const;
    const written = await given('two pipelines have versions', () =>
      Promise.all(
        Object.entries(versionNames).map(async ([label, own]) => {
          const pipeline = accepted(await lane.write.createPipeline({ name: names.of(label) }));
          const versions = await Promise.all(
            own.map(async (name) =>
              accepted(await lane.write.createVersion(pipeline, { name, definition: smallDefinition() })),
            ),
          );
          const listing = versionListing(kfp, pipeline.id);
          await lane.eventually({ surface: lane.rest, patienceMs: listedWithinMs }, async () => {
            for (const { id } of versions)
              assert.ok((await listing.page()).ids.includes(id), 'its versions are listed');
          });
          return { label, own, ids: versions.map(({ id }) => id), listing };
        }),
      ),
    );
    const pipelines = pipelineListing(kfp, names);
    await given('both pipelines are listed', () =>
      lane.eventually({ surface: lane.rest, patienceMs: listedWithinMs }, async () =>
        assert.equal((await pipelines.page()).totalSize, 2, 'listed'),
      ),
    );
    await check('LIST-18', async () => {
      for (const { label, own, ids, listing } of written) {
        const page = await listing.page({ sort_by: 'name' });
        observe(`versions of ${label}`, labelsShown(page));
        soft.deepEqual(page.labels, own, 'the versions of a pipeline are its own');
        soft.deepEqual(page.ids.toSorted(), ids.toSorted(), 'the versions of a pipeline are its own, by id');
      }
    });
    await check('LIST-20', async () => {
      const [ofA, ofB] = written.map(({ listing }) => listing);
      assert.ok(ofA !== undefined && ofB !== undefined);
      const versionToken = (await ofA.page({ page_size: 1, sort_by: 'name' })).next;
      const pipelineToken = (await pipelines.page({ page_size: 1, sort_by: 'name' })).next;
      const found = {
        'a token of pipelines on versions': (await ofA.page({ page_size: 1, page_token: pipelineToken })).kind,
        'a token of versions on pipelines': (await pipelines.page({ page_size: 1, page_token: versionToken })).kind,
        'a token of one pipeline on versions of another': (await ofB.page({ page_size: 1, page_token: versionToken }))
          .kind,
      };
      const expected = Object.fromEntries(Object.keys(found).map((what) => [what, 'invalid']));
      soft.deepEqual(found, expected, 'a token of another list is refused');
    });
  },
};

const nothingListed: Scenario = {
  name: 'nothing-listed',
  checks: [{ 'LIST-19': ['database/rest'] }, 'LIST-23'],
  observes: ['empty lists'],
  parity: { 'LIST-19': ['versions of an unknown pipeline'] },
  async run({ lane, check, given, observe, kfp, names }) {
    const pipeline = await given('a pipeline without versions', async () =>
      accepted(await lane.write.createPipeline({ name: names.of('p') })),
    );
    const pipelines = pipelineListing(kfp, names);
    await given('it is listed', () =>
      lane.eventually({ surface: lane.rest, patienceMs: listedWithinMs }, async () =>
        assert.equal((await pipelines.page()).totalSize, 1, 'listed'),
      ),
    );
    const unknown = await versionListing(kfp, randomUUID()).page();
    const found = unknown.kind === 'ok' && unknown.ids.length === 0 ? 'empty' : unknown.kind;
    observe('versions of an unknown pipeline', found);
    await check('LIST-19', () =>
      soft.match(found, /^(empty|missing)$/, 'an unknown pipeline has no versions, or is missing'),
    );
    await check('LIST-23', async () => {
      const none = pipelines.filter({ key: 'name', operation: 'EQUALS', string_value: names.of('no-such-name') });
      const answers = [await pipelines.page({ filter: none }), await versionListing(kfp, pipeline.id).page()];
      const bodies = answers.map(({ kind, body }) => ({ kind, body: body.trim() }));
      observe('empty lists', bodies);
      soft.deepEqual(
        bodies,
        [
          { kind: 'ok', body: '{}' },
          { kind: 'ok', body: '{}' },
        ],
        'an empty list is an empty object',
      );
    });
  },
};

/** Creates a PipelineVersion with the fields that link it to its pipeline, as a writer without a webhook must. */
const writeOwnedVersion = (
  { kubernetes }: ScenarioContext,
  { id: uid, name }: Pipeline,
  label: string,
  pipelineSpec: Readonly<Record<string, unknown>>,
) => {
  const { metadata, ...rest } = versionObject(kubernetes.namespace, name, {
    name: label,
    definition: { pipelineSpec },
  });
  return kubernetes.call('POST', collectionPath(kubernetes.namespace, 'pipelineversions'), {
    ...rest,
    metadata: {
      ...(metadata as object),
      labels: { 'pipelines.kubeflow.org/pipeline-id': uid, 'pipelines.kubeflow.org/pipeline': name },
      ownerReferences: [{ apiVersion: 'pipelines.kubeflow.org/v2beta1', kind: 'Pipeline', name, uid }],
    },
  });
};

/**
 * Creates a readable version on the lane's write surface; in the Kubernetes API with the fields that the webhook would
 * add.
 */
const writeVersion: Readonly<
  Record<Surface['name'], (context: ScenarioContext, pipeline: Pipeline, name: string) => Promise<void>>
> = {
  rest: async ({ lane }, pipeline, name) =>
    void accepted(await lane.write.createVersion(pipeline, { name, definition: smallDefinition() })),
  kubernetes: async (context, pipeline, name) =>
    assert.equal(
      (await writeOwnedVersion(context, pipeline, name, smallDefinition().pipelineSpec)).status,
      201,
      'the version is created',
    ),
};

const invalidVersionListed: Scenario = {
  name: 'invalid-version-listed',
  capabilities: ['pipeline-objects'],
  lanes: ['kubernetes/rest', 'kubernetes/crd'],
  variant: 'webhook-off',
  checks: ['LIST-24'],
  observes: ['the other versions'],
  async run(context) {
    const { lane, check, given, observe, kfp, names } = context;
    const { pipelineSpec } = smallDefinition();
    const pipeline = await given('a pipeline with two versions', async () => {
      const created = accepted(await lane.write.createPipeline({ name: names.of('p') }));
      for (const name of ['v1', 'v2']) await writeVersion[lane.write.name](context, created, name);
      return created;
    });
    const listing = versionListing(kfp, pipeline.id);
    await given('both are listed', () =>
      lane.eventually({ surface: lane.rest, patienceMs: listedWithinMs }, async () =>
        assert.equal((await listing.page()).totalSize, 2, 'listed'),
      ),
    );
    await given('a version whose definition is none', async () => {
      const broken = { ...pipelineSpec, root: { dag: 'no tasks but this text' } };
      assert.equal((await writeOwnedVersion(context, pipeline, 'broken', broken)).status, 201, 'no webhook refuses it');
    });
    await given('a readable version is written after it', async () => {
      assert.equal((await writeOwnedVersion(context, pipeline, 'later', pipelineSpec)).status, 201, 'it is written');
    });
    await check('LIST-24', async () => {
      const page = () => listing.page({ sort_by: 'name' });
      // A list with the later version comes from a server that has received the broken one, too.
      const isCurrent = ({ kind, labels }: ListPage) => kind !== 'ok' || labels.includes('later');
      const deadline = performance.now() + listedWithinMs;
      let last = await page();
      while (!isCurrent(last) && performance.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        last = await page();
      }
      // The list may contain the broken version or not.
      const labels = last.labels.filter((label) => label !== 'broken' && label !== 'later');
      const found = { kind: last.kind, labels };
      observe('the other versions', found);
      soft.deepEqual(found, { kind: 'ok', labels: ['v1', 'v2'] }, 'one unreadable version does not hide the others');
      soft.ok(isCurrent(last), 'a version that is written after an unreadable one is listed');
    });
  },
};

export default defineSuite({
  title: 'LIST: lists of versions',
  alsoMultiUser: true,
  scenarios: [versionsOfTwoPipelines, nothingListed, invalidVersionListed],
});
