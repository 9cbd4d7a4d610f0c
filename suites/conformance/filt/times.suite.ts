import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { foundLabels } from '../../expectations/found-labels.ts';
import { listedPage, type Collection } from '../../expectations/listed-page.ts';
import { contains, equals, filterOf, type Predicate } from '../../expectations/predicate.ts';
import { shownInList } from './shown-in-list.ts';
import { walkedLabels } from './walked-labels.ts';

const pipelines: Collection = { path: `${apiV2}/pipelines`, items: 'pipelines' };

type CreatedPipelines = Readonly<Record<string, Pipeline>>;

const batchSize = 4;
const batchLimit = 4;

/** The labels created in the second that has the most of them. */
const labelsSharingSecond = (made: CreatedPipelines): readonly string[] => {
  const seconds = Map.groupBy(Object.keys(made), (label) => made[label]?.createdAt ?? '');
  return [...seconds.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
};

/** Creates pipelines in parallel until two of them share a second, because a target may be slow. */
const createdInOneSecond = async ({ lane, names }: ScenarioContext): Promise<CreatedPipelines> => {
  let made: CreatedPipelines = {};
  for (let batch = 0; batch < batchLimit && labelsSharingSecond(made).length < 2; batch += 1) {
    const created = Array.from({ length: batchSize }, async (_, index) => {
      const label = `batch-${batch}-${index}`;
      return [label, accepted(await lane.write.createPipeline({ name: names.of(label) }))] as const;
    });
    made = { ...made, ...Object.fromEntries(await Promise.all(created)) };
  }
  assert.ok(labelsSharingSecond(made).length >= 2, 'two pipelines were made in one second');
  return made;
};

const createdAt = (operation: string, seconds: number): Predicate => ({
  key: 'created_at',
  operation,
  timestamp_value: new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'),
});

const comparisons: Readonly<Record<string, (time: number, bound: number) => boolean>> = {
  GREATER_THAN: (time, bound) => time > bound,
  GREATER_THAN_EQUALS: (time, bound) => time >= bound,
  LESS_THAN: (time, bound) => time < bound,
  LESS_THAN_EQUALS: (time, bound) => time <= bound,
};

const createdInTime: Scenario = {
  name: 'filters-of-creation-times',
  checks: ['FILT-11', 'FILT-13', 'FILT-14'],
  observes: ['FILT-11'],
  async run(context) {
    const { check, given, observe, kfp, names } = context;
    const scope = contains('name', `${names.prefix}-`);
    const made = await given('pipelines made in one second are listed', async () => {
      const created = await createdInOneSecond(context);
      await shownInList(context, pipelines, filterOf(scope), Object.keys(created));
      return created;
    });
    const seconds = (label: string) => Date.parse(made[label]?.createdAt ?? '') / 1000;
    const labels = Object.keys(made).toSorted();
    const times = labels.map(seconds);
    const [earliest, latest] = [Math.min(...times), Math.max(...times)];
    const find = (predicate: Predicate) => foundLabels(kfp, pipelines, filterOf(scope, predicate), names);
    await check('FILT-11', async () => {
      const agrees: Record<string, boolean> = {};
      const found: Record<string, unknown> = {};
      const expected: Record<string, unknown> = {};
      for (const [operation, holds] of Object.entries(comparisons))
        for (const [bound, second] of Object.entries({ earliest, latest })) {
          const label = `${operation} ${bound}`;
          found[label] = await find(createdAt(operation, second));
          expected[label] = labels.filter((item) => holds(seconds(item), second));
          agrees[label] = JSON.stringify(found[label]) === JSON.stringify(expected[label]);
        }
      observe('FILT-11', agrees);
      soft.deepEqual(found, expected, 'created_at is compared as a time');
    });
    await check('FILT-13', async () => {
      const found = {
        earliest: await find(createdAt('EQUALS', earliest)),
        before: await find(createdAt('EQUALS', earliest - 1)),
      };
      const expected = { earliest: labels.filter((label) => seconds(label) === earliest), before: [] };
      soft.deepEqual(found, expected, 'created_at is equal by the second');
    });
    await check('FILT-14', async () => {
      const sameSecond = labelsSharingSecond(made).toSorted();
      const filter = filterOf(scope, createdAt('EQUALS', seconds(sameSecond[0] ?? '')));
      const query = { filter, sort_by: 'name', page_size: 1 };
      const pages = await walkedLabels(kfp, pipelines, names, query, { page_size: 1 });
      const expected = sameSecond.map((label) => `${label} of ${sameSecond.length}`);
      // The number of pipelines that share a second differs from run to run, so only agreement with the expected page
      // is observed.
      soft.deepEqual(
        pages.map((page, index) => (page === expected[index] ? 'right' : page)),
        expected.map(() => 'right'),
        'every page keeps to the time that was asked for',
      );
    });
  },
};

/** Operations that a server may not support. Such a server must refuse them, whatever the list contains. */
const rareOperations: Readonly<Record<string, Predicate>> = {
  'created_at GREATER_THAN': createdAt('GREATER_THAN', 0),
  'created_at LESS_THAN_EQUALS': createdAt('LESS_THAN_EQUALS', 4_000_000_000),
  'name GREATER_THAN_EQUALS': { key: 'name', operation: 'GREATER_THAN_EQUALS', string_value: 'a' },
};

const rareOperation: Scenario = {
  name: 'filter-operation-on-an-empty-list',
  lanes: ['kubernetes/rest', 'kubernetes/crd'],
  checks: ['FILT-12'],
  observes: ['FILT-12'],
  async run(context) {
    const { lane, check, given, observe, kfp, names } = context;
    const versionsOf = ({ id }: Pipeline): Collection => ({
      path: `${apiV2}/pipelines/${id}/versions`,
      items: 'pipeline_versions',
    });
    const [filled, empty] = await given('a pipeline has a version, another none', async () => {
      const created = ['filled', 'empty'].map(async (label) =>
        versionsOf(accepted(await lane.write.createPipeline({ name: names.of(label) }))),
      );
      const [one, other] = await Promise.all(created);
      assert.ok(one !== undefined && other !== undefined);
      const id = one.path.split('/').at(-2) ?? '';
      accepted(
        await lane.write.createVersion(
          { id, name: names.of('filled') },
          { name: names.of('v1'), definition: definition('hello') },
        ),
      );
      await shownInList(context, one, '', ['v1']);
      return [one, other] as const;
    });
    await check('FILT-12', async () => {
      const statuses: Record<string, unknown> = {};
      const expected: Record<string, unknown> = {};
      const answers: Record<string, string> = {};
      const status = async (collection: Collection, ...predicates: readonly Predicate[]) =>
        (await listedPage(kfp, collection, { filter: filterOf(...predicates) })).status;
      for (const [label, predicate] of Object.entries(rareOperations)) {
        const one = await status(filled, predicate);
        answers[label] = one === 200 || one === 400 ? 'done or refused' : `answered ${one}`;
        statuses[label] = {
          filled: one,
          empty: await status(empty, predicate),
          beside: await status(filled, equals('name', 'x'), predicate),
        };
        expected[label] = { filled: one, empty: one, beside: one };
      }
      observe('FILT-12', statuses);
      soft.deepEqual(
        answers,
        Object.fromEntries(Object.keys(answers).map((label) => [label, 'done or refused'])),
        'the operation is answered 200 or 400',
      );
      soft.deepEqual(statuses, expected, 'the operation is answered alike whatever is in the list');
    });
  },
};

export default defineSuite({ title: 'FILT: times', alsoMultiUser: true, scenarios: [createdInTime, rareOperation] });
