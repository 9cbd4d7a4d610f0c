import { assert, soft } from '../../../src/scenarios/assert.ts';
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ReceivedResponse } from '../../../src/contract/exchange.ts';
import { itemsOf, jsonOf, number, text } from '../../../src/clients/json-response.ts';
import { apiV2, type KfpClient, type Query } from '../../../src/clients/kfp.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import {
  answersTo,
  labelled,
  readCalls,
  unanswered,
  uploadCalls,
  writeCalls,
  type CallObjects,
  type Calls,
} from '../../expectations/calls.ts';
import { leaksIn, leakMarkersBut, leakMarkersOf } from '../../expectations/leak-markers.ts';
import { givenTwoTenants, strangersOf } from '../../expectations/two-tenants.ts';
import { contains, equals, filterOf } from '../../expectations/predicate.ts';
import { createdPipelineFixture, type PipelineFixture } from '../../expectations/pipeline-fixture.ts';
import { seenOn } from '../../expectations/settled.ts';
import { isUnchanged } from '../../expectations/unchanged.ts';
import { whereAllAnswered } from '../../expectations/where-all-answered.ts';

const multiUser = { variant: 'multi-user' } as const;
const pipelines = `${apiV2}/pipelines`;

/** Queries that list all pipelines. */
const unfilteredLists: Readonly<Record<string, Query>> = {
  plain: {},
  'one a page': { page_size: 1 },
  'sorted by namespace': { sort_by: 'namespace' },
  'sorted by name': { sort_by: 'name desc', page_size: 1 },
};

/** Queries that match only this pipeline. */
const filteredLists = ({ namespace, pipeline }: PipelineFixture): Readonly<Record<string, Query>> => ({
  'filtered by its name': { filter: filterOf(contains('name', pipeline.name)) },
  'filtered by its id': { filter: filterOf(equals('pipeline_id', pipeline.id)) },
  'filtered by its namespace': { filter: filterOf(equals('namespace', namespace)) },
  'filtered by its tags': { filter: filterOf(equals('tags.mark', pipeline.name)) },
});

const listCalls = (kfp: KfpClient, namespace: string, fixture: PipelineFixture): Calls =>
  Object.fromEntries(
    Object.entries({ ...unfilteredLists, ...filteredLists(fixture) }).map(([label, query]) => [
      label,
      () => kfp.call('GET', pipelines, { query: { namespace, ...query } }),
    ]),
  );

/** The number of items and the total size of a list, or the status of a refusal. */
const contentOf = (answer: ReceivedResponse | undefined): string => {
  if (answer?.status !== 200) return `answered ${answer?.status ?? 'not at all'}`;
  return `${itemsOf(answer, 'pipelines').length} of ${number(jsonOf(answer), 'total_size')}`;
};

type Answers = Readonly<Record<string, ReceivedResponse | undefined>>;

const statuses = (answers: Answers): Readonly<Record<string, number | undefined>> =>
  Object.fromEntries(Object.entries(answers).map(([label, answer]) => [label, answer?.status]));

const lists: Scenario = {
  ...multiUser,
  name: 'lists-beside-a-neighbour',
  namespaces: 2,
  checks: ['SEC-34'],
  observes: ['own', 'foreign'],
  async run(context) {
    const { check, observe, people } = context;
    const tenants = await givenTwoTenants(context);
    const { alice, bob, outsider, alices, bobs } = tenants;
    const own = await answersTo(listCalls(alice.person.kfp, alice.namespace, bobs));
    const versions = Object.fromEntries(
      Object.entries(strangersOf(context, tenants)).map(([who, kfp]) => [
        `${who}: versions`,
        () => kfp.call('GET', `${pipelines}/${bobs.pipeline.id}/versions`, { query: { page_size: 1 } }),
      ]),
    );
    const foreign = await answersTo({
      ...labelled('neighbour', listCalls(alice.person.kfp, bob.namespace, bobs)),
      ...labelled('outsider', listCalls(outsider.kfp, bob.namespace, bobs)),
      ...labelled('nobody', listCalls(people.anonymous, bob.namespace, bobs)),
      ...versions,
    });
    observe('own', statuses(own));
    observe('foreign', statuses(foreign));
    const markers = leakMarkersOf(bobs);
    // A refusal may repeat what the request named: the namespace of a list, and the pipeline id of a list of versions.
    const unknown = leakMarkersBut(markers, bobs.namespace, bobs.pipeline.id);
    const contents = Object.fromEntries(Object.entries(own).map(([label, answer]) => [label, contentOf(answer)]));
    await check('SEC-34', () => {
      const all = Object.fromEntries(Object.keys(unfilteredLists).map((label) => [label, '1 of 1']));
      const none = Object.fromEntries(Object.keys(filteredLists(bobs)).map((label) => [label, '0 of 0']));
      soft.deepEqual(contents, { ...all, ...none }, "how many pipelines one's own lists hold and count");
      const { plain } = leaksIn(own, { 'its id': alices.pipeline.id });
      soft.deepEqual(plain, ['its id'], "one's own pipeline in the plain list");
      soft.deepEqual(
        {
          own: leaksIn(own, markers),
          foreign: leaksIn(foreign, unknown),
          answered: Object.entries(foreign).flatMap(([label, answer]) => (answer?.status === 200 ? [label] : [])),
          unanswered: unanswered(foreign),
        },
        { own: {}, foreign: {}, answered: [], unanswered: [] },
        "lists that show somebody else's pipeline, and foreign lists that are answered, or not even refused",
      );
    });
  },
};

const firstToken = async (kfp: KfpClient, path: string, query: Query): Promise<string> => {
  const answer = await kfp.call('GET', path, { query: { page_size: 1, ...query } });
  assert.equal(answer.status, 200, 'a first page');
  return text(jsonOf(answer), 'next_page_token');
};

const pageTokens: Scenario = {
  ...multiUser,
  name: 'page-tokens-of-a-neighbour',
  namespaces: 2,
  checks: ['SEC-35'],
  observes: ['refused to others'],
  async run(context) {
    const { check, observe, given, names, lane } = context;
    const tenants = await givenTwoTenants(context);
    const { bob, alices, bobs } = tenants;
    const second = await given('bob has another pipeline', () =>
      createdPipelineFixture(bob.lane, bob.namespace, names.of('second-of-bob')),
    );
    const token = await given('bob has a page token', () =>
      lane
        .eventually({ surface: lane.rest, patienceMs: 5_000 }, async () => {
          assert.notEqual(
            await firstToken(bob.person.kfp, pipelines, { namespace: bob.namespace }),
            '',
            'a page token',
          );
        })
        .then(() => firstToken(bob.person.kfp, pipelines, { namespace: bob.namespace })),
    );
    const uses = (kfp: KfpClient): Calls => ({
      'in their own namespace': () =>
        kfp.call('GET', pipelines, { query: { namespace: alices.namespace, page_token: token } }),
      "in the neighbour's namespace": () =>
        kfp.call('GET', pipelines, { query: { namespace: bob.namespace, page_token: token } }),
      'for all on one page': () =>
        kfp.call('GET', pipelines, { query: { namespace: alices.namespace, page_token: token, page_size: 200 } }),
      'for their versions': () =>
        kfp.call('GET', `${pipelines}/${alices.pipeline.id}/versions`, { query: { page_token: token } }),
    });
    const answers: Record<string, ReceivedResponse | undefined> = {};
    for (const [who, kfp] of Object.entries(strangersOf(context, tenants)))
      Object.assign(answers, await answersTo(labelled(who, uses(kfp))));
    // The modes differ here; another requirement decides whether a token of another list is refused or starts from the
    // first page.
    observe(
      'refused to others',
      whereAllAnswered(
        answers,
        Object.entries(answers).filter(([label, answer]) => !label.startsWith('neighbour') && answer?.status !== 200)
          .length,
      ),
    );
    await check('SEC-35', () => {
      const shown = (fixture: PipelineFixture) =>
        leaksIn(answers, leakMarkersBut(leakMarkersOf(fixture), bob.namespace));
      soft.deepEqual(
        [shown(bobs), shown(second), unanswered(answers)],
        [{}, {}, []],
        "answers to a page token of somebody else's that show what it was for, and calls without answer",
      );
    });
  },
};

/** Ids and names of the same length as real ones, without an object. */
const unknownLike = ({ names }: ScenarioContext, { namespace }: PipelineFixture): CallObjects => {
  const pipeline = { id: randomUUID(), name: names.of('of-nil') };
  return { namespace, pipeline, version: { id: randomUUID(), pipelineId: pipeline.id, name: 'never' } };
};

const byId = (calls: Calls): Calls =>
  Object.fromEntries(
    Object.entries(calls).filter(
      ([label]) => !/^(list pipelines|get pipeline by name|create pipeline.*|upload pipeline)$/.test(label),
    ),
  );

const volatile = new Set(['date', 'content-length', 'x-request-id', 'traceparent']);

/** An answer without the ids and the name that the request contained. */
const outline = (answer: ReceivedResponse | undefined, { pipeline, version }: CallObjects) => {
  const without = (value: string) =>
    [pipeline.id, version.id, pipeline.name].reduce((all, part) => all.replaceAll(part, '…'), value);
  return {
    status: answer?.status,
    body: without(answer?.body ?? ''),
    headers: Object.entries(answer?.headers ?? {}).flatMap(([name, value]) =>
      volatile.has(name) ? [] : [`${name}: ${without(value)}`],
    ),
  };
};

/** The difference between two answers: both statuses, or else the part that differs. */
const distinction = (one: ReturnType<typeof outline>, other: ReturnType<typeof outline>): string => {
  if (one.status !== other.status) return `${one.status ?? 'no answer'} and ${other.status ?? 'no answer'}`;
  if (one.body !== other.body) return 'the bodies';
  return isDeepStrictEqual(one.headers, other.headers) ? '' : 'the headers';
};

const foreignObjects: Scenario = {
  ...multiUser,
  name: 'foreign-and-unknown-ids',
  writes: 54,
  namespaces: 2,
  checks: ['SEC-10', 'SEC-39'],
  observes: ['statuses'],
  async run(context) {
    const { check, observe, names, packages } = context;
    const tenants = await givenTwoTenants(context);
    const { bob, bobs } = tenants;
    const unknown = unknownLike(context, bobs);
    const mixed = {
      'a foreign pipeline, an unknown version': { ...bobs, version: unknown.version },
      'an unknown pipeline, a foreign version': { ...unknown, version: bobs.version },
    };
    const callsOf = (kfp: KfpClient, about: CallObjects): Calls => {
      const input = { names, packages, label: 'stranger' };
      const { 'get pipeline by name': named } = readCalls(kfp, about);
      const all = { ...readCalls(kfp, about), ...writeCalls(kfp, about, input), ...uploadCalls(kfp, about, input) };
      return { ...byId(all), ...(named && { 'get pipeline by name': named }) };
    };
    const different: Record<string, string> = {};
    const foreignAnswers: Record<string, ReceivedResponse | undefined> = {};
    for (const [who, kfp] of Object.entries(strangersOf(context, tenants))) {
      const ofUnknown = await answersTo(callsOf(kfp, unknown));
      const ofForeign = await answersTo(callsOf(kfp, bobs));
      for (const [call, answer] of Object.entries(ofForeign)) {
        foreignAnswers[`${who}: ${call}`] = answer;
        different[`${who}: ${call}`] = distinction(outline(answer, bobs), outline(ofUnknown[call], unknown));
      }
      for (const [label, about] of Object.entries(mixed)) {
        const calls = Object.entries(callsOf(kfp, about)).filter(([call]) =>
          /^(get|change|delete) version$/.test(call),
        );
        for (const [call, answer] of Object.entries(await answersTo(Object.fromEntries(calls))))
          different[`${who}: ${call} of ${label}`] = distinction(
            outline(answer, about),
            outline(ofUnknown[call], unknown),
          );
      }
    }
    observe('statuses', statuses(foreignAnswers));
    await check('SEC-10', () => {
      const distinguishable = Object.fromEntries(
        Object.entries(different).filter(([, difference]) => difference !== ''),
      );
      soft.deepEqual(distinguishable, {}, "calls that tell somebody else's object from none, and by what");
    });
    await check('SEC-39', async () => {
      const answers = Object.fromEntries(
        Object.entries(foreignAnswers).filter(([label]) => !label.endsWith('by name')),
      );
      const shown = leaksIn(answers, leakMarkersBut(leakMarkersOf(bobs), bobs.pipeline.id, bobs.version.id));
      soft.deepEqual(
        { shown, unanswered: unanswered(answers) },
        { shown: {}, unanswered: [] },
        "answers that show more of somebody else's object than its id, and calls without answer",
      );
      await isUnchanged(seenOn(context, bob.lane), bobs, /stranger-(made|uploaded)/);
    });
  },
};

export default defineSuite({
  title: 'SEC: nothing of others in any answer',
  scenarios: [lists, pageTokens, foreignObjects],
});
