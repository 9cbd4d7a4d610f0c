import { soft } from '../../../src/scenarios/assert.ts';
import { prose } from '../../../fixtures/generators/prose.ts';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Pipeline, PipelineDraft, PipelineVersion } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { foundLabels } from '../../expectations/found-labels.ts';
import type { Collection } from '../../expectations/listed-page.ts';
import { contains, equals, filterOf, oneOf, type Predicate } from '../../expectations/predicate.ts';
import { shownInList } from './shown-in-list.ts';
import { walkedLabels } from './walked-labels.ts';

/**
 * The objects to filter: one name is a prefix of another, tags differ in case, and one object has no display name of
 * its own.
 */
const drafts: Readonly<Record<string, Omit<PipelineDraft, 'name'>>> = {
  alp: { displayName: 'First light', description: 'a quick brown fox', tags: { team: 'red' } },
  alpine: { displayName: 'Second light', description: 'jumps over', tags: { team: 'RED' } },
  beta: { displayName: 'Third shade', description: 'a lazy dog', tags: { Team: 'red' } },
  gamma: { description: '(prose)' },
};

type Listed = Pipeline | PipelineVersion;

interface Filtered {
  readonly collection: Collection;
  /** Restricts the list to the objects of this scenario. */
  readonly scope: readonly Predicate[];
  readonly idKeys: readonly string[];
  readonly made: Readonly<Record<string, Listed>>;
}

const madeOf = async (
  { names }: ScenarioContext,
  make: (draft: PipelineDraft & { readonly name: string }) => Promise<Listed>,
): Promise<Filtered['made']> => {
  const { description } = await prose(Number.parseInt(names.prefix.slice(1), 16));
  const made = await Promise.all(
    Object.entries(drafts).map(async ([label, draft]) => {
      const described = label === 'gamma' ? { ...draft, description: description() } : draft;
      return [label, await make({ ...described, name: names.of(label) })] as const;
    }),
  );
  return Object.fromEntries(made);
};

const pipelines = async (context: ScenarioContext): Promise<Filtered> => ({
  collection: { path: `${apiV2}/pipelines`, items: 'pipelines' },
  scope: [contains('name', `${context.names.prefix}-`)],
  idKeys: ['id', 'pipeline_id'],
  made: await madeOf(context, async (draft) => accepted(await context.lane.write.createPipeline(draft))),
});

const versions = async (context: ScenarioContext): Promise<Filtered> => {
  const { write } = context.lane;
  const parent = accepted(await write.createPipeline({ name: context.names.of('parent') }));
  return {
    collection: { path: `${apiV2}/pipelines/${parent.id}/versions`, items: 'pipeline_versions' },
    scope: [],
    idKeys: ['id', 'pipeline_version_id'],
    made: await madeOf(context, async (draft) =>
      accepted(await write.createVersion(parent, { ...draft, definition: definition('hello') })),
    ),
  };
};

type Queries = Readonly<Record<string, readonly [predicates: readonly Predicate[], expected: readonly string[]]>>;

/** The queries of each requirement that applies to pipelines and versions, with the labels that they must find. */
const queriesFor = ({ made, idKeys }: Filtered, { names }: ScenarioContext): Readonly<Record<string, Queries>> => {
  const id = (label: string) => made[label]?.id ?? '';
  return {
    'FILT-01': {
      'name EQUALS': [[equals('name', names.of('alp'))], ['alp']],
      'name EQUALS another': [[equals('name', names.of('al'))], []],
    },
    'FILT-02': {
      'name NOT_EQUALS': [
        [{ key: 'name', operation: 'NOT_EQUALS', string_value: names.of('alp') }],
        ['alpine', 'beta', 'gamma'],
      ],
    },
    'FILT-03': {
      'name IN': [[oneOf('name', names.of('gamma'), names.of('missing'), names.of('alp'))], ['alp', 'gamma']],
    },
    'FILT-04': {
      'name IS_SUBSTRING twice': [[contains('name', '-al'), contains('name', 'pine')], ['alpine']],
    },
    'FILT-05': {
      'display_name EQUALS': [[equals('display_name', 'First light')], ['alp']],
      'display_name IS_SUBSTRING': [[contains('display_name', ' light')], ['alp', 'alpine']],
    },
    'FILT-07': Object.fromEntries(
      idKeys.flatMap((key): [string, Queries[string]][] => [
        [`${key} EQUALS`, [[equals(key, id('beta'))], ['beta']]],
        [`${key} IN`, [[oneOf(key, id('beta'), id('gamma'))], ['beta', 'gamma']]],
      ]),
    ),
    'FILT-08': {
      'description IS_SUBSTRING': [[contains('description', 'azy do')], ['beta']],
    },
    'FILT-20': {
      'tags.team EQUALS': [[equals('tags.team', 'red')], ['alp']],
      'tags.Team EQUALS': [[equals('tags.Team', 'red')], ['beta']],
    },
  };
};

const common = ['FILT-01', 'FILT-02', 'FILT-03', 'FILT-04', 'FILT-05', 'FILT-06', 'FILT-07', 'FILT-08'];

/** The requirements of which the observations are compared, as labels. */
const observed = [...common.filter((id) => id !== 'FILT-06'), 'FILT-20', 'FILT-28'];

/** Decides the requirements that apply to both pipelines and versions. */
const decideCommon = async (context: ScenarioContext, filtered: Filtered): Promise<void> => {
  const { check, observe, kfp, names } = context;
  const { collection, scope } = filtered;
  const find = (...predicates: readonly Predicate[]) =>
    foundLabels(kfp, collection, filterOf(...scope, ...predicates), names);
  for (const [requirement, queries] of Object.entries(queriesFor(filtered, context))) {
    await check(requirement, async () => {
      const found = Object.fromEntries(
        await Promise.all(
          Object.entries(queries).map(async ([label, [predicates]]) => [label, await find(...predicates)] as const),
        ),
      );
      observe(requirement, found);
      const expected = Object.fromEntries(Object.entries(queries).map(([label, [, labels]]) => [label, labels]));
      soft.deepEqual(found, expected, 'the filter lets through what it should');
    });
  }
  await check('FILT-06', async () => {
    const own = names.of('gamma');
    const found = [await find(equals('display_name', own)), await find(contains('display_name', own))];
    soft.deepEqual(found, [['gamma'], ['gamma']], 'the name is filtered by where it is shown as display name');
  });
  await check('FILT-28', async () => {
    const filter = filterOf(...scope, { key: 'name', operation: 'NOT_EQUALS', string_value: names.of('beta') });
    const first = { filter, sort_by: 'display_name desc', page_size: 1 };
    const pages = await walkedLabels(kfp, collection, names, first, { page_size: 1 });
    observe('FILT-28', pages);
    soft.deepEqual(pages, ['alpine of 3', 'gamma of 3', 'alp of 3'], 'filtered and sorted, page by page');
  });
};

const filtersOfPipelines: Scenario = {
  name: 'filters-of-pipelines',
  checks: [...common, 'FILT-20', 'FILT-28'],
  observes: observed,
  parity: { 'FILT-10': ['namespace'] },
  async run(context) {
    const { given, observe, kfp, names, target } = context;
    const filtered = await given('four pipelines are listed', async () => {
      const made = await pipelines(context);
      await shownInList(context, made.collection, filterOf(...made.scope), Object.keys(drafts));
      return made;
    });
    const { collection, scope } = filtered;
    await decideCommon(context, filtered);
    const namespaced = (namespace: string) =>
      foundLabels(kfp, collection, filterOf(...scope, equals('namespace', namespace)), names);
    observe('namespace', {
      own: await namespaced(target.namespace),
      empty: await namespaced(''),
      another: await namespaced('elsewhere'),
    });
  },
};

const filtersOfVersions: Scenario = {
  name: 'filters-of-versions',
  checks: [...common, 'FILT-15', 'FILT-20', 'FILT-28'],
  observes: [...observed, 'FILT-15'],
  writes: 15,
  async run(context) {
    const { check, given, observe, kfp, names } = context;
    const filtered = await given('four versions are listed', async () => {
      const made = await versions(context);
      await shownInList(context, made.collection, '', Object.keys(drafts));
      return made;
    });
    await decideCommon(context, filtered);
    await check('FILT-15', async () => {
      const answers = Object.entries(filtered.made).map(async ([label, { id }]) =>
        (await kfp.call('GET', `${filtered.collection.path}/${id}`)).status === 200 ? [label] : [],
      );
      const ready = await foundLabels(kfp, filtered.collection, filterOf(equals('status', 'READY')), names);
      observe('FILT-15', ready);
      soft.deepEqual(ready, (await Promise.all(answers)).flat(), 'what can be read by id is READY');
    });
  },
};

export default defineSuite({
  title: 'FILT: fields',
  alsoMultiUser: true,
  scenarios: [filtersOfPipelines, filtersOfVersions],
});
