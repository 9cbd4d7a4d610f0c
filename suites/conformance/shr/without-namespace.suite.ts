import { soft } from '../../../src/scenarios/assert.ts';
import { allRights } from '../../../src/cluster/rule.ts';
import type { ReceivedResponse } from '../../../src/contract/exchange.ts';
import type { StorageMode } from '../../../src/contract/lane-name.ts';
import { jsonOf, refusalText, text } from '../../../src/clients/json-response.ts';
import { apiV2, type KfpClient } from '../../../src/clients/kfp.ts';
import { answerFromRest } from '../../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import {
  answersTo,
  creationCalls,
  labelled,
  pipelineUpload,
  readCalls,
  statusesOf,
  unanswered,
  type CallObjects,
  type Calls,
  type Status,
} from '../../expectations/calls.ts';
import { givenTenant } from '../../expectations/given-tenant.ts';
import { leaksIn, leakMarkersOf } from '../../expectations/leak-markers.ts';
import { givenTwoTenants, strangersOf } from '../../expectations/two-tenants.ts';
import { deviatingEntries } from '../../expectations/deviating-entries.ts';
import { ownedPipelineFixture } from '../../expectations/owned-pipeline-fixture.ts';
import { contains, filterOf } from '../../expectations/predicate.ts';
import { sharedPipelinesOwner } from '../../expectations/shared-pipelines-owner.ts';
import { createdPipelineFixture } from '../../expectations/pipeline-fixture.ts';
import { whereAllAnswered } from '../../expectations/where-all-answered.ts';

const inKubernetes = { variant: 'multi-user', lanes: ['kubernetes/rest', 'kubernetes/crd'] } as const;
const pipelines = `${apiV2}/pipelines`;

type Answers = Readonly<Record<string, ReceivedResponse | undefined>>;

const listed: Scenario = {
  ...inKubernetes,
  name: 'lists-without-namespace',
  namespaces: 2,
  checks: ['SHR-05'],
  observes: ['statuses'],
  async run(context) {
    const { check, observe } = context;
    const tenants = await givenTwoTenants(context);
    const { bobs } = tenants;
    // The filter selects this pipeline, because the rest of the list depends on other users of the target.
    const filter = filterOf(contains('name', bobs.pipeline.name));
    const list = (kfp: KfpClient, query: Readonly<Record<string, string | number>>) => () =>
      kfp.call('GET', pipelines, { query: { filter, ...query } });
    const ways = (kfp: KfpClient): Calls => ({
      'none at all': list(kfp, {}),
      'an empty namespace': list(kfp, { namespace: '' }),
      'sorted by time': list(kfp, { sort_by: 'created_at desc' }),
      'sorted by namespace': list(kfp, { sort_by: 'namespace', page_size: 1 }),
    });
    const answers: Record<string, ReceivedResponse | undefined> = {};
    for (const [who, kfp] of Object.entries(strangersOf(context, tenants)))
      Object.assign(answers, await answersTo(labelled(who, ways(kfp))));
    observe('statuses', Object.fromEntries(Object.entries(answers).map(([label, answer]) => [label, answer?.status])));
    await check('SHR-05', () => {
      soft.deepEqual(
        { shown: leaksIn(answers, leakMarkersOf(bobs)), unanswered: unanswered(answers) },
        { shown: {}, unanswered: [] },
        "lists without namespace that show somebody else's pipeline to strangers, or get no answer",
      );
    });
  },
};

const byName: Scenario = {
  variant: 'multi-user',
  name: 'names-without-namespace',
  namespaces: 2,
  checks: ['SHR-21'],
  observes: ['shown'],
  async run(context) {
    const { check, observe } = context;
    const tenants = await givenTwoTenants(context);
    const { bob, bobs } = tenants;
    const path = `${pipelines}/names/${bobs.pipeline.name}`;
    const answers: Record<string, ReceivedResponse | undefined> = {};
    for (const [who, kfp] of Object.entries(strangersOf(context, tenants)))
      Object.assign(
        answers,
        await answersTo(
          labelled(who, {
            'none at all': () => kfp.call('GET', path),
            'an empty namespace': () => kfp.call('GET', path, { query: { namespace: '' } }),
          }),
        ),
      );
    const own = await bob.person.kfp.call('GET', path, { query: { namespace: bob.namespace } });
    const shown = leaksIn(answers, { 'its id': bobs.pipeline.id });
    observe('shown', whereAllAnswered(answers, shown));
    await check('SHR-21', () => {
      soft.equal(
        answerFromRest(own, (json) => text(json, 'pipeline_id')).value,
        bobs.pipeline.id,
        'the pipeline, for whoever may see it',
      );
      soft.deepEqual(
        { shown, unanswered: unanswered(answers) },
        { shown: {}, unanswered: [] },
        "gets by name without namespace that show somebody else's pipeline to strangers, or get no answer",
      );
    });
  },
};

const ofTheServer: Scenario = {
  ...inKubernetes,
  name: 'server-namespace-by-name',
  capabilities: ['shared-roles'],
  checks: ['SHR-08'],
  observes: ['shown'],
  async run(context) {
    const { check, observe, given, people, names, target } = context;
    const sharedOwner = await givenTenant(context, 'keeper', target.systemNamespace);
    const fixture = await given('there is a pipeline in the namespace of the server', () =>
      createdPipelineFixture(sharedOwner.lane, '', names.of('of-the-server')),
    );
    const outsider = await given('somebody has no rights', () => people.person('outsider'));
    const answers: Record<string, ReceivedResponse | undefined> = {};
    for (const [who, kfp] of Object.entries({ outsider: outsider.kfp, nobody: people.anonymous }))
      Object.assign(
        answers,
        await answersTo(
          labelled(who, {
            'without namespace': () => kfp.call('GET', `${pipelines}/names/${fixture.pipeline.name}`),
            'with an empty one': () =>
              kfp.call('GET', `${pipelines}/names/${fixture.pipeline.name}`, { query: { namespace: '' } }),
          }),
        ),
      );
    const own = await sharedOwner.person.kfp.call('GET', `${pipelines}/${fixture.pipeline.id}`);
    const shown = leaksIn(answers, { 'its id': fixture.pipeline.id });
    observe('shown', whereAllAnswered(answers, shown));
    await check('SHR-08', () => {
      soft.equal(own.status, 200, 'the pipeline, for whoever may see it');
      soft.deepEqual(
        { shown, unanswered: unanswered(answers) },
        { shown: {}, unanswered: [] },
        'gets by name that reached the namespace of the server, or got no answer',
      );
    });
  },
};

/** Every call that may omit the namespace and does not identify its object by id. */
const callsWithout = (kfp: KfpClient, about: CallObjects, input: Parameters<typeof creationCalls>[2]): Calls => {
  const { 'list pipelines': list, 'get pipeline by name': named } = readCalls(kfp, about);
  return {
    ...(list && { 'list pipelines': list }),
    ...(named && { 'get pipeline by name': named }),
    ...creationCalls(kfp, about.namespace, input),
    ...pipelineUpload(kfp, about.namespace, input.names.of(`${input.label}-uploaded`)),
  };
};

const created: Scenario = {
  variant: 'multi-user',
  lanes: ['kubernetes/rest'],
  name: 'creation-without-namespace',
  capabilities: ['shared-roles'],
  features: ['loopback-package-url'],
  checks: ['SHR-07'],
  async run(context) {
    const { check, given, people, names, packages, target } = context;
    const sharedOwner = await sharedPipelinesOwner(context);
    await given('they may write in the namespace of the server as well', () =>
      people.grant(sharedOwner.person, allRights, { namespace: target.systemNamespace }),
    );
    const { kfp } = sharedOwner.person;
    const answers: Answers = await answersTo({
      ...creationCalls(kfp, '', { names, packages, label: 'shared' }),
      ...pipelineUpload(kfp, '', names.of('shared-uploaded')),
    });
    const outcomeOf = (answer: ReceivedResponse | undefined): string => {
      if (answer === undefined) return 'no answer';
      if (answer.status === 200) return text(jsonOf(answer), 'namespace') === '' ? 'made nowhere' : 'as it should be';
      const reason = ['message', 'error_message', 'error_details'].map((key) => refusalText(answer, key)).join('');
      if (answer.status !== 400) return `refused with ${answer.status}`;
      return /namespace/i.test(reason) ? 'as it should be' : 'refused without a reason';
    };
    await check('SHR-07', () => {
      const outcomes = Object.fromEntries(Object.entries(answers).map(([label, answer]) => [label, outcomeOf(answer)]));
      soft.deepEqual(
        deviatingEntries('as it should be', outcomes),
        {},
        'creations without namespace that neither make a shared pipeline nor say that the namespace is missing',
      );
    });
  },
};

/** The namespaces in which rights can apply: in Kubernetes mode also the namespace of the server. */
const grantNamespaces: Readonly<Record<StorageMode, (context: ScenarioContext) => readonly string[]>> = {
  database: ({ namespace }) => [namespace],
  kubernetes: ({ namespace, target }) => [namespace, target.systemNamespace],
};

const required: Scenario = {
  name: 'namespace-required',
  capabilities: ['shared-roles'],
  features: ['loopback-package-url'],
  variant: 'require-namespace',
  checks: ['SHR-09'],
  observes: ['without namespace', 'within a namespace'],
  async run(context) {
    const { check, observe, given, people, names, packages, target } = context;
    const fixture = await ownedPipelineFixture(context);
    const sharedOwner = await sharedPipelinesOwner(context);
    await given('somebody has all rights in every place', () =>
      Promise.all(
        grantNamespaces[target.storage](context).map((grantNamespace) =>
          people.grant(sharedOwner.person, allRights, { namespace: grantNamespace }),
        ),
      ),
    );
    const { kfp } = sharedOwner.person;
    const without = await statusesOf(
      callsWithout(kfp, { ...fixture, namespace: '' }, { names, packages, label: 'without' }),
    );
    const within = await statusesOf(callsWithout(kfp, fixture, { names, packages, label: 'within' }));
    observe('without namespace', without);
    observe('within a namespace', within);
    await check('SHR-09', () => {
      soft.deepEqual(
        { without: deviatingEntries<Status>(400, without), within: deviatingEntries<Status>(200, within) },
        { without: {}, within: {} },
        'calls without namespace that are not answered 400, and calls within one that are not answered 200',
      );
    });
  },
};

export default defineSuite({
  title: 'SHR: requests without a namespace',
  scenarios: [listed, byName, ofTheServer, created, required],
});
