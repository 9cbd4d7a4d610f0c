import type { Json } from '../../../src/clients/json-response.ts';
import {
  asksForLaterPage,
  changingParameter,
  changingPredicates,
  droppingFound,
  forgettingInTokens,
  refusingFilter,
} from '../../../src/mutants/filter-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { answering, fakeResponse, inventing } from '../../../src/mutants/rewrite.ts';

const isComparison = ({ operation }: Json): boolean => /^(GREATER|LESS)_/.test(String(operation));
const isTag = ({ key }: Json): boolean => String(key).startsWith('tags.');
const isCreationTime = ({ key, operation }: Json): boolean => key === 'created_at' && operation === 'EQUALS';

const without =
  (meant: (predicate: Json) => boolean) =>
  (predicates: readonly Json[]): readonly Json[] =>
    predicates.filter((predicate) => !meant(predicate));

/** URL-decodes a text; returns a text that is not URL-encoded unchanged. */
const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
};

const mutants: readonly Mutant[] = [
  {
    name: 'bounds-are-excluded',
    family: 'filter',
    defect: 'created_at GREATER_THAN_EQUALS leaves out the time itself',
    kills: ['FILT-11', { requirement: 'PAR-01', scenarios: ['filters-of-creation-times'] }],
    aspects: { 'FILT-11': ['created_at is compared as a time'], 'PAR-01': ['FILT-11'] },
    knownOfKfp: { 'PAR-01': ['filters-of-creation-times'] },
    create: () => ({
      intercept: changingPredicates((predicates) =>
        predicates.map((predicate) =>
          predicate['operation'] === 'GREATER_THAN_EQUALS' ? { ...predicate, operation: 'GREATER_THAN' } : predicate,
        ),
      ),
    }),
  },
  {
    name: 'comparisons-are-refused-by-items',
    family: 'filter',
    defect: 'an operation that is not supported is noticed when an item is looked at only',
    kills: ['FILT-12', { requirement: 'PAR-01', scenarios: ['filter-operation-on-an-empty-list'] }],
    aspects: { 'FILT-12': ['the operation is answered alike whatever is in the list'], 'PAR-01': ['FILT-12'] },
    knownOfKfp: { 'FILT-12': ['filter-operation-on-an-empty-list'] },
    create: () => ({ intercept: refusingFilter(isComparison, (json) => 'pipeline_versions' in json) }),
  },
  {
    name: 'comparisons-are-internal-errors',
    family: 'status',
    defect: 'a filter with a comparison is answered 500',
    long: true,
    kills: ['FILT-12'],
    aspects: { 'FILT-12': ['the operation is answered 200 or 400'] },
    create: () => ({
      intercept: inventing({ surface: 'rest', method: 'GET', path: /(GREATER|LESS)_THAN/ }, () =>
        fakeResponse(500, { code: 13, message: 'mutant', details: [] }),
      ),
    }),
  },
  {
    name: 'creation-time-is-ignored',
    family: 'filter',
    defect: 'created_at EQUALS lets everything through',
    kills: ['FILT-13'],
    aspects: { 'FILT-13': ['created_at is equal by the second'] },
    create: () => ({ intercept: changingPredicates(without(isCreationTime)) }),
  },
  {
    name: 'creation-time-is-misread-from-tokens',
    family: 'paging',
    defect: 'the time of a filter comes back from a page token as another, so that later pages are empty',
    kills: ['FILT-14'],
    aspects: { 'FILT-14': ['every page keeps to the time that was asked for'] },
    knownOfKfp: { 'FILT-14': ['filters-of-creation-times'] },
    create: () => ({ intercept: forgettingInTokens(isCreationTime) }),
  },
  {
    name: 'nonsense-filters-are-ignored',
    family: 'status',
    defect: 'a filter that makes no sense is answered 200',
    kills: ['FILT-16', 'FILT-24', { requirement: 'PAR-01', scenarios: ['refused-filters', 'filters-of-tags'] }],
    aspects: {
      'FILT-24': ['tags are compared by EQUALS with a text only'],
      'FILT-16': ['a filter that makes no sense is refused, for pipelines and for versions'],
      'PAR-01': ['FILT-16', 'FILT-24'],
    },
    create: () => ({ intercept: answering({ surface: 'rest', method: 'GET', path: /[?&]filter=/, status: 400 }, 200) }),
  },
  {
    name: 'wildcards-in-substrings',
    family: 'filter',
    defect: '% and _ of IS_SUBSTRING match anything',
    kills: ['FILT-17', { requirement: 'PAR-01', scenarios: ['filter-values'] }],
    aspects: { 'FILT-17': ['SQL wildcards stand for themselves'], 'PAR-01': ['FILT-17'] },
    knownOfKfp: { 'FILT-17': ['filter-values'] },
    create: () => ({
      intercept: changingPredicates(
        without(
          ({ operation, string_value: value }) => operation === 'IS_SUBSTRING' && (value === '%' || value === '_'),
        ),
      ),
    }),
  },
  {
    name: 'equals-minds-capitals',
    family: 'filter',
    defect: 'EQUALS of names and display names tells capitals from small letters',
    kills: ['FILT-18', { requirement: 'PAR-01', scenarios: ['filter-values'] }],
    aspects: { 'FILT-18': ['EQUALS does not mind capitals'], 'PAR-01': ['FILT-18'] },
    create: () => ({
      intercept: droppingFound(
        ({ key, operation }) => operation === 'EQUALS' && (key === 'name' || key === 'display_name'),
        (item, { key, string_value: value }) => item[String(key)] === value,
      ),
    }),
  },
  {
    name: 'accents-are-ignored',
    family: 'filter',
    defect: 'EQUALS takes é for e',
    kills: ['FILT-19'],
    aspects: { 'FILT-19': ['accents'] },
    create: () => ({
      intercept: changingPredicates((predicates) =>
        predicates.map((predicate) =>
          predicate['string_value'] === 'Resume'
            ? { key: predicate['key'], operation: 'IN', string_values: { values: ['Resume', 'Résumé'] } }
            : predicate,
        ),
      ),
    }),
  },
  {
    name: 'resent-tags-do-not-match-the-token',
    family: 'paging',
    defect: 'a later page is refused when the filter with its tags is sent again',
    kills: ['FILT-21', { requirement: 'PAR-01', scenarios: ['filters-of-tags'] }],
    aspects: { 'FILT-21': ['every page keeps to the tag when the filter is sent again'], 'PAR-01': ['FILT-21'] },
    create: () => ({
      intercept: refusingFilter(
        (predicate, request) => isTag(predicate) && asksForLaterPage(request),
        () => true,
      ),
    }),
  },
  {
    name: 'tags-are-lost-in-tokens',
    family: 'paging',
    defect: 'a later page asked for by the token alone knows nothing of the tags',
    kills: ['FILT-22', { requirement: 'PAR-01', scenarios: ['filters-of-tags'] }],
    aspects: { 'FILT-22': ['every page keeps to the tag when the token alone is sent'], 'PAR-01': ['FILT-22'] },
    create: () => ({ intercept: forgettingInTokens(isTag) }),
  },
  {
    name: 'empty-tag-matches-missing-tag',
    family: 'filter',
    defect: 'a tag that is to equal the empty text may be missing',
    kills: ['FILT-23', { requirement: 'PAR-01', scenarios: ['filters-of-tags'] }],
    aspects: { 'FILT-23': ['an empty value is not a missing tag'], 'PAR-01': ['FILT-23'] },
    create: () => ({
      intercept: changingPredicates(without((predicate) => isTag(predicate) && predicate['string_value'] === '')),
    }),
  },
  {
    name: 'filters-are-decoded-twice',
    family: 'filter',
    defect: 'a filter is URL-decoded once more than it was encoded',
    kills: ['FILT-26', { requirement: 'PAR-01', scenarios: ['filter-values'] }],
    aspects: { 'FILT-26': ['a value encoded once arrives as it is'], 'PAR-01': ['FILT-26'] },
    knownOfKfp: { 'FILT-26': ['filter-values'] },
    create: () => ({ intercept: changingParameter('filter', decoded) }),
  },
  {
    name: 'values-are-pasted-into-sql',
    family: 'filter',
    defect: 'a value with a quote and OR makes the condition true for everything',
    kills: ['FILT-27', { requirement: 'PAR-01', scenarios: ['filter-values'] }],
    aspects: { 'FILT-27': ['a value is data, whatever it looks like'], 'PAR-01': ['FILT-27'] },
    create: () => ({
      intercept: changingPredicates(without(({ string_value: value }) => /^[^']*'.* OR .*=/.test(String(value)))),
    }),
  },
];

export default mutants;
