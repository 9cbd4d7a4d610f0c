import { soft } from '../../../src/scenarios/assert.ts';
import { definition, packageFile } from '../../../fixtures/pipelines/definition.ts';
import type { ReceivedResponse } from '../../../src/contract/exchange.ts';
import { jsonObject, jsonOf, objects, text, type Json } from '../../../src/clients/json-response.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Pipeline, PipelineVersion } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { givenPipeline } from '../../expectations/given-pipeline.ts';
import { givenVersion } from '../../expectations/given-version.ts';
import { isRestartSeen, processAcross, restartSeen } from '../../expectations/same-process.ts';

const apiV1 = '/apis/v1beta1';

interface Call {
  readonly send: () => Promise<ReceivedResponse>;
  /** Whether the body of a 200 matches pipeline.proto of v1beta1. */
  readonly documented: (body: Json) => boolean | Promise<boolean>;
}

const idIs = (id: string) => (body: Json) => text(body, 'id') === id;
const hasId = (body: Json) => text(body, 'id') !== '';
const hasTemplate = (body: Json) => text(body, 'template') !== '';
const idsAre = (key: string, id: string) => (body: Json) =>
  objects(body, key)
    .map((item) => text(item, 'id'))
    .join() === id;

const named = (name: string) => JSON.stringify({ predicates: [{ key: 'name', op: 'EQUALS', string_value: name }] });

const reads = ({ kfp, target }: ScenarioContext, pipeline: Pipeline): Readonly<Record<string, Call>> => ({
  'list pipelines': {
    send: () => kfp.call('GET', `${apiV1}/pipelines`, { query: { filter: named(pipeline.name) } }),
    documented: idsAre('pipelines', pipeline.id),
  },
  'get pipeline': { send: () => kfp.call('GET', `${apiV1}/pipelines/${pipeline.id}`), documented: idIs(pipeline.id) },
  'get pipeline by name': {
    send: () => kfp.call('GET', `${apiV1}/namespaces/${target.namespace}/pipelines/${pipeline.name}`),
    documented: idIs(pipeline.id),
  },
});

/** All other v1beta1 calls about pipelines, the deletions last. */
const otherCalls = (
  context: ScenarioContext,
  pipeline: Pipeline,
  version: PipelineVersion,
  empty: Pipeline,
): Readonly<Record<string, Call>> => {
  const { kfp, names, packages } = context;
  const url = { pipeline_url: packages.serve(definition('hello')) };
  const file = { name: 'hello.yaml', content: packageFile('hello') };
  const parent = [{ key: { type: 'PIPELINE', id: pipeline.id }, relationship: 'OWNER' }];
  const isGone = async (path: string) => (await kfp.call('GET', `${apiV2}/pipelines/${path}`)).status === 404;
  return {
    'get template': {
      send: () => kfp.call('GET', `${apiV1}/pipelines/${pipeline.id}/templates`),
      documented: hasTemplate,
    },
    'list versions': {
      send: () =>
        kfp.call('GET', `${apiV1}/pipeline_versions`, {
          query: { 'resource_key.type': 'PIPELINE', 'resource_key.id': pipeline.id },
        }),
      documented: idsAre('versions', version.id),
    },
    'get version': {
      send: () => kfp.call('GET', `${apiV1}/pipeline_versions/${version.id}`),
      documented: idIs(version.id),
    },
    'get template of version': {
      send: () => kfp.call('GET', `${apiV1}/pipeline_versions/${version.id}/templates`),
      documented: hasTemplate,
    },
    'set default version': {
      send: () => kfp.call('POST', `${apiV1}/pipelines/${pipeline.id}/default_version/${version.id}`),
      documented: () => true,
    },
    'create pipeline': {
      send: () => kfp.call('POST', `${apiV1}/pipelines`, { json: { name: names.of('created'), url } }),
      documented: hasId,
    },
    'create version': {
      send: () =>
        kfp.call('POST', `${apiV1}/pipeline_versions`, {
          json: { name: 'created', package_url: url, resource_references: parent },
        }),
      documented: hasId,
    },
    'upload pipeline': {
      send: () => kfp.upload(`${apiV1}/pipelines/upload`, file, { name: names.of('uploaded') }),
      documented: hasId,
    },
    'upload version': {
      send: () => kfp.upload(`${apiV1}/pipelines/upload_version`, file, { name: 'uploaded', pipelineid: pipeline.id }),
      documented: hasId,
    },
    'delete version': {
      send: () => kfp.call('DELETE', `${apiV1}/pipeline_versions/${version.id}`),
      documented: () => isGone(`${pipeline.id}/versions/${version.id}`),
    },
    'delete pipeline': {
      send: () => kfp.call('DELETE', `${apiV1}/pipelines/${empty.id}`),
      documented: () => isGone(empty.id),
    },
  };
};

const works = 'works';
const refused = 'refused, naming v2';

/** The outcome of a call: `works`, `refused, naming v2`, or a description of the wrong answer. */
const outcomeOf = async ({ send, documented }: Call): Promise<string> => {
  const answer = await send();
  const { status, body } = answer;
  if (status === 200) return (await documented(jsonOf(answer))) ? works : '200, but not as documented';
  const trace =
    /\.go:\d+|goroutine \d|\n\s+at /.test(JSON.stringify(jsonObject(body) ?? {})) || /\.go:\d+/.test(body)
      ? ', with a stack trace'
      : '';
  const refusal = (status >= 400 && status < 500) || status === 501;
  if (refusal && trace === '') return /v2/i.test(body) ? refused : `${status}, without naming v2`;
  return `${status}${trace}`;
};

const outcomesOf = async (calls: Readonly<Record<string, Call>>): Promise<Readonly<Record<string, string>>> => {
  const outcomes: Record<string, string> = {};
  for (const [name, call] of Object.entries(calls)) outcomes[name] = await outcomeOf(call);
  return outcomes;
};

const v1CallsOnKubernetes: Scenario = {
  name: 'v1-calls-on-kubernetes',
  lanes: ['kubernetes/rest', 'kubernetes/crd'],
  disruptive: true,
  capabilities: ['process'],
  checks: ['V1A-01'],
  survival: { 'V1A-01': 'v1beta1 works or refers to v2 / survived' },
  observes: ['outcomes'],
  async run(context) {
    const { check, observe, target } = context;
    const restartIsSeen = await isRestartSeen(target);
    const pipeline = await givenPipeline(context, 'parent');
    const version = await givenVersion(context, pipeline, 'one');
    const empty = await givenPipeline(context, 'empty');
    await check('V1A-01', async () => {
      soft.equal(restartIsSeen, true, restartSeen);
      let outcomes: Readonly<Record<string, string>> = {};
      const process = await processAcross(target, async () => {
        outcomes = await outcomesOf({
          ...reads(context, pipeline),
          ...otherCalls(context, pipeline, version, empty),
        });
      });
      const survived = process === 'the same';
      observe('outcomes', outcomes);
      const wanted = Object.entries(outcomes).map(([name, outcome]) => [
        name,
        outcome === works || outcome === refused ? outcome : 'works, or refused naming v2',
      ]);
      soft.deepEqual(
        { ...outcomes, survived },
        { ...Object.fromEntries(wanted), survived: true },
        'v1beta1 works or refers to v2',
      );
    });
  },
};

const v1ReadsOnDatabase: Scenario = {
  name: 'v1-reads-on-database',
  lanes: ['database/rest'],
  checks: ['V1A-02'],
  async run(context) {
    const { check } = context;
    const pipeline = await givenPipeline(context, 'parent');
    await givenVersion(context, pipeline, 'one');
    await check('V1A-02', async () => {
      const calls = reads(context, pipeline);
      const expected = Object.fromEntries(Object.keys(calls).map((name) => [name, works]));
      soft.deepEqual(await outcomesOf(calls), expected, 'pipelines are read through v1beta1');
    });
  },
};

export default defineSuite({ title: 'V1A: the v1beta1 API', scenarios: [v1CallsOnKubernetes, v1ReadsOnDatabase] });
