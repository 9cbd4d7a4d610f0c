import { soft } from '../../../src/scenarios/assert.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { nothingRemains } from '../../expectations/nothing-remains.ts';
import { deviatingEntries } from '../../expectations/deviating-entries.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';

/**
 * Creates a pipeline and a version of an existing pipeline from each URL. Returns the two statuses for each label,
 * pipeline first.
 */
const statusesOf = async (
  { kfp, names }: ScenarioContext,
  parentId: string,
  urls: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, readonly [number, number]>>> => {
  const answers = Object.entries(urls).map(async ([label, url]) => {
    const version = { package_url: { pipeline_url: url } };
    const created = await kfp.call('POST', `${apiV2}/pipelines/create`, {
      json: { pipeline: { name: names.of(label) }, pipeline_version: version },
    });
    const added = await kfp.call('POST', `${apiV2}/pipelines/${parentId}/versions`, {
      json: { ...version, pipeline_id: parentId, name: label },
    });
    return [label, [created.status, added.status]] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
};

/** Asserts that no pipeline exists under the attempted names, and that the parent has no version. */
const assertNothingCreated = async (
  context: ScenarioContext,
  parentId: string,
  labels: readonly string[],
): Promise<void> => {
  await nothingRemains(context, labels);
  for (const { surface } of context.lane.views) {
    const versions = accepted(await surface.allVersions({ id: parentId, name: context.names.of('parent') }));
    soft.deepEqual(
      versions.map(({ name }) => name),
      [],
      `${surface.name}: versions of refused requests`,
    );
  }
};

const forbiddenUrls: Scenario = {
  name: 'package-url-forbidden',
  writes: 23,
  checks: ['CRUD-27'],
  observes: ['statuses'],
  variant: 'url-validation',
  async run(context) {
    const { lane, check, given, observe, names, packages } = context;
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('parent') }));
    const served = packages.serve(smallDefinition());
    const urls = {
      loopback: served,
      'no-https': 'http://storage.googleapis.com/bucket/pipeline.yaml',
      'other-host': 'https://example.com/pipeline.yaml',
      'other-port': 'https://storage.googleapis.com:8443/pipeline.yaml',
      'private-address': 'https://10.0.0.1/pipeline.yaml',
      'metadata-service': 'https://169.254.169.254/latest/meta-data/pipeline.yaml',
      'look-alike': 'https://storage.googleapis.com.example.com/pipeline.yaml',
      'user-part': 'https://storage.googleapis.com@10.0.0.1/pipeline.yaml',
      'file-scheme': 'file:///etc/passwd',
      'no-url': 'pipeline.yaml',
    };
    await fetch(served);
    const requested = packages.requests(served);
    const statuses = await statusesOf(context, parent.id, urls);
    observe('statuses', statuses);
    await check('CRUD-27', async () => {
      soft.equal(requested, 1, 'a request of the harness is counted');
      soft.deepEqual(
        deviatingEntries([400, 400], statuses),
        {},
        'forbidden URLs that are not refused, for a pipeline and for a version',
      );
      soft.equal(packages.requests(served) - requested, 0, 'requests to a forbidden URL');
      await assertNothingCreated(context, parent.id, Object.keys(urls));
    });
  },
};

const brokenPackages: Scenario = {
  name: 'package-url-broken',
  writes: 17,
  features: ['loopback-package-url'],
  checks: ['CRUD-28'],
  observes: ['answers'],
  async run(context) {
    const { lane, check, given, observe, names, packages } = context;
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('parent') }));
    const file = (content: string, fileName = 'pipeline.yaml') => packages.serve({ fileName, content });
    const urls = {
      'not-found': packages.serve({ fileName: 'pipeline.yaml', content: 'not here', status: 404 }),
      text: file('this is a sentence'),
      'text-file': file('this is a sentence', 'pipeline.txt'),
      html: packages.serve({
        fileName: 'pipeline.html',
        content: '<!doctype html><p>Sign in</p>',
        contentType: 'text/html',
      }),
      'broken-yaml': file('a: ['),
      nothing: file(''),
      // Nothing listens on port 1 of the loopback interface.
      unreachable: 'http://127.0.0.1:1/pipeline.yaml',
    };
    const statuses = await statusesOf(context, parent.id, urls);
    const refused = Object.fromEntries(
      Object.entries(statuses).map(([label, pair]) => [
        label,
        pair.map((status) => (status >= 400 && status < 500 ? 'refused' : `answered ${status}`)),
      ]),
    );
    observe('answers', refused);
    await check('CRUD-28', async () => {
      soft.deepEqual(
        deviatingEntries(['refused', 'refused'], refused),
        {},
        'URLs without a pipeline that are not refused with 4xx, for a pipeline and for a version',
      );
      await assertNothingCreated(context, parent.id, Object.keys(urls));
    });
  },
};

export default defineSuite({
  title: 'CRUD: package_url',
  alsoMultiUser: true,
  scenarios: [forbiddenUrls, brokenPackages],
});
