import { soft } from '../../../src/scenarios/assert.ts';
import type { ReceivedResponse } from '../../../src/contract/exchange.ts';
import { text } from '../../../src/clients/json-response.ts';
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
  type Calls,
  type Status,
} from '../../expectations/calls.ts';
import { leaksIn, leakMarkersBut, leakMarkersOf } from '../../expectations/leak-markers.ts';
import { givenTwoTenants, strangersOf, type TwoTenants } from '../../expectations/two-tenants.ts';
import { sharedPipelinesOwner } from '../../expectations/shared-pipelines-owner.ts';
import { seenOn } from '../../expectations/settled.ts';
import { isUnchanged } from '../../expectations/unchanged.ts';
import { whereAllAnswered } from '../../expectations/where-all-answered.ts';

const multiUser = { variant: 'multi-user' } as const;

type Answers = Readonly<Record<string, ReceivedResponse | undefined>>;

/**
 * Sends the calls that name a namespace, as every stranger. The objects that they create are named `…-odd-0-…` and so
 * on.
 */
const answersIn = async (
  context: ScenarioContext,
  tenants: TwoTenants,
  namespaces: Readonly<Record<string, string>>,
): Promise<Answers> => {
  const { names, packages } = context;
  const answers: Record<string, ReceivedResponse | undefined> = {};
  const callsOf = (kfp: KfpClient, namespace: string, label: string): Calls => {
    const { 'list pipelines': list, 'get pipeline by name': get } = readCalls(kfp, { ...tenants.bobs, namespace });
    return {
      ...(list && { 'list pipelines': list }),
      ...(get && { 'get pipeline by name': get }),
      ...creationCalls(kfp, namespace, { names, packages, label }),
      ...pipelineUpload(kfp, namespace, names.of(`${label}-uploaded`)),
    };
  };
  for (const [who, kfp] of Object.entries(strangersOf(context, tenants)))
    for (const [index, [label, namespace]] of Object.entries(namespaces).entries())
      Object.assign(
        answers,
        await answersTo(labelled(`${who}: ${label}`, callsOf(kfp, namespace, `odd-${index}-${who}`))),
      );
  return answers;
};

const isWrite = (label: string): boolean => /: (create|upload) [^:]*$/.test(label);

/**
 * The writes that succeeded, and the properties of bob's pipeline in the other answers, except those that the request
 * named.
 */
const findings = (answers: Answers, { bobs }: TwoTenants) => ({
  done: Object.entries(answers).flatMap(([label, answer]) => (isWrite(label) && answer?.status === 200 ? [label] : [])),
  shown: leaksIn(answers, leakMarkersBut(leakMarkersOf(bobs), bobs.namespace, bobs.pipeline.name)),
});

const noFindings: ReturnType<typeof findings> = { done: [], shown: {} };

/** The calls without an answer or with a server error. */
const failuresIn = (answers: Answers): Readonly<Record<string, Status>> =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([label, answer]) =>
      answer === undefined || answer.status >= 500 ? [[label, answer?.status ?? 'no answer']] : [],
    ),
  );

/** A call without an answer reveals and stores nothing, so only SEC-41 fails for it. */
const isAnswered = async ({ check, observe }: ScenarioContext, answers: Answers): Promise<void> => {
  const failed = failuresIn(answers);
  observe('failed', failed);
  await check('SEC-41', () => {
    soft.deepEqual(failed, {}, 'namespaces that are none, and are answered as errors of the server or not at all');
  });
};

const dash: Scenario = {
  ...multiUser,
  name: 'namespaces-of-dash-and-slash',
  writes: 70,
  capabilities: ['shared-roles'],
  namespaces: 2,
  checks: ['SEC-21', 'SEC-41', 'SEC-42'],
  observes: ['done', 'failed'],
  async run(context) {
    const { check, observe, names } = context;
    const tenants = await givenTwoTenants(context);
    const { bob, bobs, alice } = tenants;
    const sharedOwner = await sharedPipelinesOwner(context);
    const answers = await answersIn(context, tenants, {
      'a dash': '-',
      'a slash': '/',
      'its own and a slash': `${alice.namespace}/`,
      'a slash in front': `/${bob.namespace}`,
      'one level up': `${alice.namespace}/../${bob.namespace}`,
      'an encoded slash': `${alice.namespace}%2F..%2F${bob.namespace}`,
      'its own, and a pipeline': `${alice.namespace}/pipelines`,
    });
    const created = await sharedOwner.person.kfp.call('POST', `${apiV2}/pipelines`, {
      json: { name: names.of('of-the-dash'), namespace: '-' },
    });
    const found = findings(answers, tenants);
    observe('done', whereAllAnswered(answers, found.done));
    await isAnswered(context, answers);
    await check('SEC-42', () => {
      const { value: stored } = answerFromRest(created, (json) => text(json, 'namespace'));
      soft.notEqual(stored, '-', 'the namespace of a pipeline that was made with a dash for its namespace');
    });
    await check('SEC-21', async () => {
      soft.deepEqual(found, noFindings, 'writes that were done and objects that were shown to strangers');
      await isUnchanged(seenOn(context, bob.lane), bobs, /-odd-/);
    });
  },
};

const odd: Scenario = {
  ...multiUser,
  name: 'namespaces-that-are-none',
  writes: 133,
  namespaces: 2,
  checks: ['SEC-36', 'SEC-41'],
  observes: ['failed'],
  async run(context) {
    const { check, names } = context;
    const tenants = await givenTwoTenants(context);
    const { bob, bobs, alice } = tenants;
    const { namespace } = bob;
    const answers = await answersIn(context, tenants, {
      'in capitals': namespace.toUpperCase(),
      'a blank behind': `${namespace} `,
      'a blank in front': ` ${namespace}`,
      'a dot behind': `${namespace}.`,
      'a NUL behind': `${namespace}\0`,
      'a new line behind': `${namespace}\n`,
      'two of them': `${alice.namespace},${namespace}`,
      'a star': '*',
      'wildcards of SQL': '%',
      'as many characters': '_'.repeat(namespace.length),
      'a condition of SQL': "' OR '1'='1",
      'an accent': namespace.replace('bob', 'böb'),
      '300 characters': 'n'.repeat(300),
      nowhere: names.of('nowhere'),
    });
    const path = `${apiV2}/pipelines`;
    const own = alice.person.kfp;
    const twice = `${path}?namespace=${alice.namespace}&namespace=${namespace}`;
    const both = await answersTo({
      'two parameters: list pipelines': () => own.call('GET', twice),
      'two parameters: get pipeline by name': () =>
        own.call('GET', twice.replace('?', `/names/${bobs.pipeline.name}?`)),
      'query and body: create pipeline': () =>
        own.call('POST', `${path}?namespace=${alice.namespace}`, { json: { name: names.of('odd-both'), namespace } }),
    });
    const found = findings({ ...answers, ...both }, tenants);
    await isAnswered(context, { ...answers, ...both });
    await check('SEC-36', async () => {
      soft.deepEqual(found, noFindings, 'writes that were done and objects that were shown to strangers');
      await isUnchanged(seenOn(context, bob.lane), bobs, /-odd-/);
    });
  },
};

export default defineSuite({
  title: 'SEC: crafted namespaces',
  scenarios: [dash, odd],
});
