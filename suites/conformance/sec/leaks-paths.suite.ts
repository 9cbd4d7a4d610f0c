import { assert, soft } from '../../../src/scenarios/assert.ts';
import { packageFile } from '../../../fixtures/pipelines/definition.ts';
import type { ReceivedResponse } from '../../../src/contract/exchange.ts';
import { text } from '../../../src/clients/json-response.ts';
import { apiV2, type KfpClient } from '../../../src/clients/kfp.ts';
import { answerFromRest } from '../../../src/lanes/rest.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { answersTo, labelled, unanswered, type Calls } from '../../expectations/calls.ts';
import { leaksIn, leakMarkersBut, leakMarkersOf } from '../../expectations/leak-markers.ts';
import { givenTwoTenants, strangersOf } from '../../expectations/two-tenants.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';
import { createdPipelineFixture, type PipelineFixture } from '../../expectations/pipeline-fixture.ts';
import { seenOn } from '../../expectations/settled.ts';
import { isUnchanged } from '../../expectations/unchanged.ts';
import { whereAllAnswered } from '../../expectations/where-all-answered.ts';

const multiUser = { variant: 'multi-user' } as const;
const pipelines = `${apiV2}/pipelines`;
const apiV1 = '/apis/v1beta1';

type Answers = Readonly<Record<string, ReceivedResponse | undefined>>;

const answered = (answers: Answers): readonly string[] =>
  Object.entries(answers).flatMap(([label, answer]) => (answer?.status === 200 ? [label] : []));

const behindOwnPath: Scenario = {
  ...multiUser,
  name: 'foreign-version-behind-own-pipeline',
  writes: 11,
  namespaces: 2,
  checks: ['SEC-37'],
  observes: ['answered'],
  async run(context) {
    const { check, observe, packages } = context;
    const tenants = await givenTwoTenants(context);
    const { alice, bob, alices, bobs } = tenants;
    const { kfp } = alice.person;
    const own = `${pipelines}/${alices.pipeline.id}/versions`;
    const foreign = `${pipelines}/${bobs.pipeline.id}/versions`;
    const draft = (pipelineId: string, name: string) => ({
      json: {
        pipeline_id: pipelineId,
        name,
        package_url: { pipeline_url: packages.serve(smallDefinition()) },
      },
    });
    const change = { json: { display_name: 'Changed by a neighbour' } };
    const answers = await answersTo({
      'get version by the own path': () => kfp.call('GET', `${own}/${bobs.version.id}`),
      'change version by the own path': () => kfp.call('PATCH', `${own}/${bobs.version.id}`, change),
      'delete version by the own path': () => kfp.call('DELETE', `${own}/${bobs.version.id}`),
      'create version by the foreign path, the own one in the body': () =>
        kfp.call('POST', foreign, draft(alices.pipeline.id, 'by-neighbour')),
    });
    const uploaded = await answersTo({
      'upload version to the foreign one, with the own namespace': () =>
        kfp.upload(
          `${pipelines}/upload_version`,
          { name: 'hello.yaml', content: packageFile('hello') },
          { pipelineid: bobs.pipeline.id, namespace: alices.namespace, name: 'by-neighbour-uploaded' },
        ),
    });
    // The path decides: the call creates a version of the caller's own pipeline, or is refused.
    const inBody = await kfp.call('POST', own, draft(bobs.pipeline.id, 'by-neighbour-in-body'));
    const { value: parent } = answerFromRest(inBody, (json) => text(json, 'pipeline_id'));
    const reached = [...answered(answers), ...answered(uploaded)];
    observe('answered', whereAllAnswered({ ...answers, ...uploaded }, reached));
    await check('SEC-37', async () => {
      soft.deepEqual(
        {
          answered: reached,
          // SEC-39 decides which properties of the object a refusal may contain.
          shown: leaksIn(answers, { 'its definition': `step-${bobs.pipeline.name}` }),
          foreignParent: parent === bobs.pipeline.id,
          unanswered: unanswered(answers),
        },
        { answered: [], shown: {}, foreignParent: false, unanswered: [] },
        "calls with the ids of two people's objects that reached the foreign one",
      );
      await isUnchanged(seenOn(context, bob.lane), bobs, /by-neighbour/);
    });
  },
};

/** Spellings that a collation treats as equal. */
const spellings = (name: string): Readonly<Record<string, string>> => ({
  capitals: name.toUpperCase(),
  'one capital': `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
  accents: name.replaceAll('e', 'é'),
  'a blank behind': `${name} `,
  'full width': name.replace(/^./, (first) => String.fromCodePoint((first.codePointAt(0) ?? 0) + 0xfee0)),
});

const otherSpelling: Scenario = {
  ...multiUser,
  name: 'names-as-stored',
  // Only the database compares names by a collation.
  lanes: ['database/rest'],
  checks: ['SEC-22'],
  async run(context) {
    const { check, given, people, names, namespace, lane } = context;
    const [fixture, permitted] = await given('the owner has two pipelines', () =>
      Promise.all([
        createdPipelineFixture(lane, namespace, names.of('resume')),
        createdPipeline(lane, { name: names.of('permitted') }),
      ]),
    );
    const { name } = fixture.pipeline;
    const others = spellings(name);
    const restricted = await given('somebody may see one of them, and pipelines of other names', async () => {
      const person = await people.person('restricted');
      const resourceNames = [permitted.name, ...Object.values(others)];
      await people.grant(person, [{ verbs: ['*'], resources: ['*'], resourceNames }], { namespace });
      return person;
    });
    const get = (kfp: KfpClient, spelling: string) => () =>
      kfp.call('GET', `${pipelines}/names/${encodeURIComponent(spelling)}`, { query: { namespace } });
    const { status } = await get(restricted.kfp, permitted.name)();
    const answers = await answersTo({
      'its own name': get(restricted.kfp, name),
      ...Object.fromEntries(
        Object.entries(others).map(([label, spelling]) => [label, get(restricted.kfp, spelling)] as const),
      ),
    });
    await check('SEC-22', () => {
      // Somebody to whom every call is refused would be shown nothing either.
      soft.equal(status, 200, 'the other pipeline is shown by its name to somebody who may see it');
      const { pipeline, version } = fixture;
      const markers = { 'its id': pipeline.id, "its version's id": version.id, 'its definition': `step-${name}` };
      soft.deepEqual(
        { answered: answered(answers), shown: leaksIn(answers, markers), unanswered: unanswered(answers) },
        { answered: [], shown: {}, unanswered: [] },
        'spellings of a name by which somebody without access to the pipeline is shown it, or that get no answer',
      );
    });
  },
};

/** Every read of v1beta1 about pipelines, for the objects of the fixture. */
const v1Reads = (kfp: KfpClient, { namespace, pipeline, version }: PipelineFixture): Calls => {
  const reference = (type: string, id: string) => ({
    'resource_reference_key.type': type,
    'resource_reference_key.id': id,
  });
  const key = (type: string, id: string) => ({ 'resource_key.type': type, 'resource_key.id': id });
  const get =
    (path: string, query = {}) =>
    () =>
      kfp.call('GET', `${apiV1}/${path}`, { query });
  return {
    'list pipelines of the namespace': get('pipelines', reference('NAMESPACE', namespace)),
    'get pipeline': get(`pipelines/${pipeline.id}`),
    'get pipeline by name': get(`namespaces/${namespace}/pipelines/${pipeline.name}`),
    'get template': get(`pipelines/${pipeline.id}/templates`),
    'list versions': get('pipeline_versions', key('PIPELINE', pipeline.id)),
    'get version': get(`pipeline_versions/${version.id}`),
    'get template of version': get(`pipeline_versions/${version.id}/templates`),
  };
};

const v1Writes = (
  kfp: KfpClient,
  { namespace, pipeline, version }: PipelineFixture,
  url: { readonly pipeline_url: string },
  label: string,
): Calls => {
  const owner = (type: string, id: string) => [{ key: { type, id }, relationship: 'OWNER' }];
  const file = { name: 'hello.yaml', content: packageFile('hello') };
  return {
    'create pipeline': () =>
      kfp.call('POST', `${apiV1}/pipelines`, {
        json: { name: `${label}-v1-made`, url, resource_references: owner('NAMESPACE', namespace) },
      }),
    'create version': () =>
      kfp.call('POST', `${apiV1}/pipeline_versions`, {
        json: { name: `${label}-v1-made`, package_url: url, resource_references: owner('PIPELINE', pipeline.id) },
      }),
    'set default version': () => kfp.call('POST', `${apiV1}/pipelines/${pipeline.id}/default_version/${version.id}`),
    'upload pipeline': () => kfp.upload(`${apiV1}/pipelines/upload`, file, { namespace, name: `${label}-v1-uploaded` }),
    'upload version': () =>
      kfp.upload(`${apiV1}/pipelines/upload_version`, file, {
        pipelineid: pipeline.id,
        name: `${label}-v1-uploaded`,
      }),
    'delete version': () => kfp.call('DELETE', `${apiV1}/pipeline_versions/${version.id}`),
    'delete pipeline': () => kfp.call('DELETE', `${apiV1}/pipelines/${pipeline.id}`),
  };
};

const oldPaths: Scenario = {
  ...multiUser,
  name: 'v1beta1-beside-a-neighbour',
  writes: 27,
  namespaces: 2,
  checks: ['SEC-38', 'SEC-53'],
  observes: ['answered'],
  async run(context) {
    const { check, observe, packages, names } = context;
    const tenants = await givenTwoTenants(context);
    const { bob, bobs } = tenants;
    const url = { pipeline_url: packages.serve(smallDefinition()) };
    const answers: Record<string, ReceivedResponse | undefined> = {};
    const whole: Record<string, ReceivedResponse | undefined> = {};
    for (const [who, kfp] of Object.entries(strangersOf(context, tenants))) {
      const calls = { ...v1Reads(kfp, bobs), ...v1Writes(kfp, bobs, url, names.of(who)) };
      Object.assign(answers, await answersTo(labelled(who, calls)));
      const list = { 'list pipelines': () => kfp.call('GET', `${apiV1}/pipelines`, { query: { page_size: 200 } }) };
      Object.assign(whole, await answersTo(labelled(who, list)));
    }
    observe('answered', whereAllAnswered(answers, answered(answers)));
    const decide = async (): Promise<void> => {
      const markers = leakMarkersOf(bobs);
      const { namespace, pipeline, version } = bobs;
      assert.deepEqual(
        {
          answered: answered(answers),
          shown: leaksIn(answers, leakMarkersBut(markers, namespace, pipeline.id, pipeline.name, version.id)),
          listed: leaksIn(whole, markers),
          unanswered: unanswered({ ...answers, ...whole }),
        },
        { answered: [], shown: {}, listed: {}, unanswered: [] },
        "calls of v1beta1 that were done for strangers or show somebody else's pipeline",
      );
      await isUnchanged(seenOn(context, bob.lane), bobs, /-v1-(made|uploaded)/);
    };
    await check('SEC-38', decide);
    await check('SEC-53', decide);
  },
};

export default defineSuite({
  title: 'SEC: paths to what belongs to others',
  scenarios: [behindOwnPath, otherSpelling, oldPaths],
});
