import type { Json } from '../../../src/clients/json-response.ts';
import { changingParameter, changingPredicates, droppingFound } from '../../../src/mutants/filter-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';

const onField =
  (key: string, ...operations: readonly string[]) =>
  (predicate: Json) =>
    predicate['key'] === key && operations.includes(String(predicate['operation']));

/** Applies a change to every predicate that the condition selects. */
const each =
  (meant: (predicate: Json) => boolean, change: (predicate: Json) => Json) =>
  (predicates: readonly Json[]): readonly Json[] =>
    predicates.map((predicate) => (meant(predicate) ? change(predicate) : predicate));

const without =
  (meant: (predicate: Json) => boolean) =>
  (predicates: readonly Json[]): readonly Json[] =>
    predicates.filter((predicate) => !meant(predicate));

/** Keeps only the first value of an IN. */
const firstOnly = (predicate: Json): Json => {
  const { values } = predicate['string_values'] as { readonly values: readonly string[] };
  return { ...predicate, string_values: { values: values.slice(0, 1) } };
};

const sameSubject = (one: Json, other: Json): boolean =>
  one['key'] === other['key'] && one['operation'] === other['operation'];

const lists = ['filters-of-pipelines', 'filters-of-versions'];

const mutants: readonly Mutant[] = [
  {
    name: 'name-equals-is-substring',
    family: 'filter',
    defect: 'name EQUALS finds names that contain the value',
    kills: ['FILT-01', { requirement: 'PAR-01', scenarios: lists }],
    aspects: { 'FILT-01': ['the filter lets through what it should'], 'PAR-01': ['FILT-01'] },
    create: () => ({
      intercept: changingPredicates(
        each(onField('name', 'EQUALS'), (predicate) => ({ ...predicate, operation: 'IS_SUBSTRING' })),
      ),
    }),
  },
  {
    name: 'not-equals-is-ignored',
    family: 'filter',
    defect: 'NOT_EQUALS lets everything through',
    kills: ['FILT-02', { requirement: 'PAR-01', scenarios: ['filters-of-pipelines', 'filters-of-versions'] }],
    aspects: { 'FILT-02': ['the filter lets through what it should'], 'PAR-01': ['FILT-02'] },
    create: () => ({ intercept: changingPredicates(without(onField('name', 'NOT_EQUALS'))) }),
  },
  {
    name: 'in-takes-first-value',
    family: 'filter',
    defect: 'IN looks at the first value of its list only',
    kills: ['FILT-03', { requirement: 'PAR-01', scenarios: ['filters-of-pipelines', 'filters-of-versions'] }],
    aspects: { 'FILT-03': ['the filter lets through what it should'], 'PAR-01': ['FILT-03'] },
    create: () => ({ intercept: changingPredicates(each(onField('name', 'IN'), firstOnly)) }),
  },
  {
    name: 'second-predicate-on-a-field-is-lost',
    family: 'filter',
    defect: 'of several predicates on one field, with one operation, the first counts',
    kills: [
      'FILT-04',
      'FILT-25',
      { requirement: 'PAR-01', scenarios: ['filters-of-pipelines', 'filters-of-versions', 'filters-of-tags'] },
    ],
    aspects: {
      'FILT-04': ['the filter lets through what it should'],
      'FILT-25': ['predicates on one tag are AND-ed'],
      'PAR-01': ['FILT-04', 'FILT-25'],
    },
    create: () => ({
      intercept: changingPredicates((predicates) =>
        predicates.filter(
          (predicate, index) => predicates.findIndex((other) => sameSubject(other, predicate)) === index,
        ),
      ),
    }),
  },
  {
    name: 'display-name-filter-reads-name',
    family: 'filter',
    defect: 'a filter of display_name looks at the name',
    kills: ['FILT-05', { requirement: 'PAR-01', scenarios: ['filters-of-pipelines', 'filters-of-versions'] }],
    aspects: { 'FILT-05': ['the filter lets through what it should'], 'PAR-01': ['FILT-05'] },
    create: () => ({
      intercept: changingPredicates(
        each(onField('display_name', 'EQUALS', 'IS_SUBSTRING'), (predicate) => ({ ...predicate, key: 'name' })),
      ),
    }),
  },
  {
    name: 'defaulted-display-name-is-not-filtered',
    family: 'filter',
    defect: 'a filter of display_name does not see display names that are the name by default',
    kills: ['FILT-06'],
    aspects: { 'FILT-06': ['the name is filtered by where it is shown as display name'] },
    knownOfKfp: { 'FILT-06': ['filters-of-pipelines', 'filters-of-versions'] },
    create: () => ({
      intercept: droppingFound(
        onField('display_name', 'EQUALS', 'IS_SUBSTRING'),
        (item) => item['display_name'] !== item['name'],
      ),
    }),
  },
  {
    name: 'id-filter-is-ignored',
    family: 'filter',
    defect: 'a filter of the id lets everything through',
    kills: ['FILT-07', { requirement: 'PAR-01', scenarios: ['filters-of-pipelines', 'filters-of-versions'] }],
    aspects: { 'FILT-07': ['the filter lets through what it should'], 'PAR-01': ['FILT-07'] },
    create: () => ({ intercept: changingPredicates(without(({ key }) => String(key).endsWith('id'))) }),
  },
  {
    name: 'description-substring-is-equality',
    family: 'filter',
    defect: 'description IS_SUBSTRING wants the whole description',
    kills: ['FILT-08', { requirement: 'PAR-01', scenarios: ['filters-of-pipelines', 'filters-of-versions'] }],
    aspects: { 'FILT-08': ['the filter lets through what it should'], 'PAR-01': ['FILT-08'] },
    create: () => ({
      intercept: changingPredicates(
        each(onField('description', 'IS_SUBSTRING'), (predicate) => ({ ...predicate, operation: 'EQUALS' })),
      ),
    }),
  },
  {
    name: 'namespace-filter-is-ignored',
    family: 'filter',
    defect: 'a filter of the namespace lets everything through',
    kills: ['FILT-10'],
    aspects: { 'FILT-10': ['namespace'] },
    create: () => ({ intercept: changingPredicates(without(({ key }) => key === 'namespace')) }),
  },
  {
    name: 'first-version-is-not-ready',
    family: 'filter',
    defect: 'a filter of the status misses a version that can be read',
    kills: ['FILT-15', { requirement: 'PAR-01', scenarios: ['filters-of-versions'] }],
    aspects: { 'FILT-15': ['what can be read by id is READY'], 'PAR-01': ['FILT-15'] },
    create: () => ({
      intercept: droppingFound(onField('status', 'EQUALS'), (item) => !String(item['name']).endsWith('-alp')),
    }),
  },
  {
    name: 'tag-keys-in-lower-case',
    family: 'filter',
    defect: 'a filter of a tag takes the key in lower case',
    kills: [
      'FILT-20',
      { requirement: 'PAR-01', scenarios: ['filters-of-pipelines', 'filters-of-versions', 'filters-of-tags'] },
    ],
    aspects: {
      'FILT-20': ['the filter lets through what it should', 'tags are compared exactly'],
      'PAR-01': ['FILT-20'],
    },
    create: () => ({
      intercept: changingPredicates(
        each(
          ({ key }) => key === 'tags.Team',
          (predicate) => ({ ...predicate, key: 'tags.team' }),
        ),
      ),
    }),
  },
  {
    name: 'filtered-lists-ascend',
    family: 'order',
    defect: 'a filtered list is sorted in ascending order, whatever was asked for',
    kills: ['FILT-28', { requirement: 'PAR-01', scenarios: ['filters-of-pipelines', 'filters-of-versions'] }],
    aspects: { 'FILT-28': ['filtered and sorted, page by page'], 'PAR-01': ['FILT-28'] },
    create: () => ({ intercept: changingParameter('sort_by', (sortBy) => sortBy.replace(' desc', '')) }),
  },
];

export default mutants;
