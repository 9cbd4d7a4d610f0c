import { soft } from '../../../src/scenarios/assert.ts';
import { randomUUID } from 'node:crypto';
import { argoFile, packageFile } from '../../../fixtures/pipelines/definition.ts';
import type { HttpResponse } from '../../../src/contract/exchange.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { createdVersion } from '../../expectations/created-version.ts';
import { internalsIn } from './internals-in.ts';
import { filterOf } from '../../expectations/predicate.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';
import { uploadPipeline, uploadVersion } from '../../expectations/uploads.ts';

type Requests = Readonly<Record<string, () => Promise<HttpResponse>>>;

/** Requests that a server must refuse, one for each kind of error. */
const refusedRequests = ({ kfp, names, packages }: ScenarioContext, parentId: string): Requests => {
  const pipelines = `${apiV2}/pipelines`;
  const versions = `${pipelines}/${parentId}/versions`;
  const post = (path: string, json: object) => () => kfp.call('POST', path, { json });
  const list = (query: Record<string, string>) => () => kfp.call('GET', pipelines, { query });
  const file = (content: string, name = 'pipeline.yaml') => ({ name, content });
  const version = (url: string) =>
    post(versions, { pipeline_id: parentId, name: 'new', package_url: { pipeline_url: url } });
  return {
    'get of an unknown pipeline': () => kfp.call('GET', `${pipelines}/${randomUUID()}`),
    'get of an unknown name': () => kfp.call('GET', `${pipelines}/names/${names.of('never')}`),
    'get of an unknown version': () => kfp.call('GET', `${versions}/${randomUUID()}`),
    'create of a taken name': post(pipelines, { name: names.of('parent') }),
    'create without a name': post(pipelines, {}),
    'create with a name that is too long': post(pipelines, { name: 'a'.repeat(200) }),
    'create with tags that are too long': post(pipelines, { name: names.of('tags'), tags: { team: 'a'.repeat(100) } }),
    'create with an unknown field': post(pipelines, { name: names.of('nope'), nope: 1 }),
    'create with broken JSON': () => kfp.call('POST', pipelines, { body: '{"name":' }),
    'change of an unknown pipeline': () =>
      kfp.call('PATCH', `${pipelines}/${randomUUID()}`, { json: { tags: { team: 'nobody' } } }),
    'delete of an unknown pipeline': () => kfp.call('DELETE', `${pipelines}/${randomUUID()}`),
    'delete of a pipeline with versions': () => kfp.call('DELETE', `${pipelines}/${parentId}`),
    'list with an unknown sort field': list({ sort_by: 'nope' }),
    'list with a broken filter': list({ filter: '{' }),
    'list with an unknown filter field': list({
      filter: filterOf({ key: 'nope', operation: 'EQUALS', string_value: 'x' }),
    }),
    'list with a forged page token': list({ page_token: 'bm9wZQ==' }),
    'version of an unknown pipeline': post(`${pipelines}/${randomUUID()}/versions`, {
      pipeline_id: randomUUID(),
      name: 'orphan',
      package_url: { pipeline_url: packages.serve(smallDefinition()) },
    }),
    'version of a package that is not there': version(`${packages.origin}/nowhere.yaml`),
    'version of a package that cannot be reached': version('http://127.0.0.1:1/pipeline.yaml'),
    'version of a package that is no pipeline': version(packages.serve({ fileName: 'pipeline.yaml', content: 'a: [' })),
    'create with a workflow of KFP v1': post(`${pipelines}/create`, {
      pipeline: { name: names.of('workflow') },
      pipeline_version: {
        package_url: { pipeline_url: packages.serve({ fileName: 'argo.yaml', content: argoFile() }) },
      },
    }),
    'upload without a file': () =>
      uploadPipeline(kfp, { ...file(packageFile('hello')), field: 'file' }, { name: names.of('upload') }),
    'upload of broken YAML': () => uploadPipeline(kfp, file('a: ['), { name: names.of('upload') }),
    'upload of a taken name': () => uploadPipeline(kfp, file(packageFile('hello')), { name: names.of('parent') }),
    'upload with a name that is too long': () =>
      uploadPipeline(kfp, file(packageFile('hello')), { name: 'a'.repeat(200) }),
    'upload of a version of an unknown pipeline': () =>
      uploadVersion(kfp, randomUUID(), file(packageFile('hello')), { name: 'orphan' }),
    'upload of a version of KFP v1': () => uploadVersion(kfp, parentId, file(argoFile()), { name: 'workflow' }),
  };
};

const errorBodies: Scenario = {
  name: 'error-bodies',
  writes: 22,
  checks: ['CRUD-37'],
  observes: ['statuses'],
  async run(context) {
    const { lane, check, given, observe, names } = context;
    const parent = await given('a pipeline with a version is created', async () => {
      const pipeline = await createdPipeline(lane, { name: names.of('parent') });
      await createdVersion(lane, pipeline, { name: 'first', definition: smallDefinition() });
      return pipeline;
    });
    const answers = await Promise.all(
      Object.entries(refusedRequests(context, parent.id)).map(
        async ([label, request]) => [label, await request()] as const,
      ),
    );
    const errors = answers.filter(([, { status }]) => status >= 400);
    const leaks = errors.flatMap(([label, { body }]) => internalsIn(body).map((what) => `${label}: ${what}`));
    // Answers to KFP v1 pipelines differ by design: only the database stores them.
    observe(
      'statuses',
      Object.fromEntries(answers.flatMap(([label, { status }]) => (label.includes('KFP v1') ? [] : [[label, status]]))),
    );
    await check('CRUD-37', () => {
      soft.deepEqual(leaks, [], 'error bodies that show internals of the server');
      soft.equal(errors.length >= 15, true, 'at least 15 of the requests are refused, so that there are error bodies');
    });
  },
};

export default defineSuite({ title: 'CRUD: errors', alsoMultiUser: true, scenarios: [errorBodies] });
