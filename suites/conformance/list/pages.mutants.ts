import { changingItems, changingList, answeringList, itemsOf } from '../../../src/mutants/list-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { everyNth } from '../../../src/mutants/sporadic.ts';

const laterPage = (parameters: URLSearchParams): boolean => parameters.has('page_token');

const mutants: readonly Mutant[] = [
  {
    name: 'page-loses-its-first-item',
    family: 'paging',
    defect: 'every page but the first begins one item too late',
    kills: ['LIST-03', 'LIST-04', { requirement: 'PAR-01', scenarios: ['listed-in-pages'] }],
    aspects: {
      'LIST-03': [
        'pipelines: pages by name hold every item once, in order',
        'pipelines: pages by id hold every item once',
        'pipelines: pages by name, descending',
        'versions: pages by name, descending',
        'versions: pages by name hold every item once, in order',
        'versions: pages by id hold every item once',
      ],
      'LIST-04': ['pages in an order with equal values hold every item once'],
      'PAR-01': ['pages of pipelines', 'pages of versions'],
    },
    knownOfKfp: ['LIST-04'],
    create: () => ({ intercept: changingItems(laterPage, (items) => items.slice(1)) }),
  },
  {
    name: 'nothing-behind-the-first-page',
    family: 'paging',
    defect: 'every page but the first is empty, and the last one',
    kills: [
      'LIST-04',
      'LIST-06',
      'LIST-16',
      'FILT-22',
      { requirement: 'PAR-01', scenarios: ['changed-between-pages', 'filters-of-pipelines', 'filters-of-tags'] },
    ],
    aspects: {
      'LIST-04': [
        'pages in an order with equal values hold every item once',
        'no page that a token leads to is empty, in an order with equal values',
      ],
      'LIST-06': ['the next page continues after the item that was deleted'],
      'LIST-16': ['a token goes with the filter it was given out for'],
      'FILT-22': ['every page keeps to the tag when the token alone is sent'],
      'PAR-01': ['FILT-28', 'FILT-22', 'the next page after a deletion'],
    },
    beyondKnown: {},
    create: () => ({ intercept: answeringList(laterPage, 200, 200) }),
  },
  {
    name: 'equal-values-in-any-order',
    family: 'order',
    defect: 'versions with equal sort values are listed in another order at every 100th request for one of two orders',
    kills: ['LIST-05'],
    aspects: { 'LIST-05': ['equal requests are answered in one order'] },
    knownOfKfp: ['LIST-05'],
    create: () => {
      const isDue = everyNth(100);
      return {
        intercept: changingItems(
          (parameters, { target }) =>
            target.includes('/versions?') &&
            parameters.get('page_size') === '30' &&
            parameters.get('sort_by') === 'created_at desc' &&
            isDue(),
          ([first, ...others]) => [...others, ...(first === undefined ? [] : [first])],
        ),
      };
    },
  },
  {
    name: 'total-of-the-page',
    family: 'paging',
    defect: 'total_size of a later page counts what is on that page',
    kills: ['LIST-08'],
    aspects: {
      'LIST-08': [
        'pipelines: total_size counts what the filter lets through',
        'versions: total_size counts all',
        'versions: total_size counts what the filter lets through',
        'pipelines: total_size counts all',
      ],
    },
    create: () => ({ intercept: changingList(laterPage, (json) => ({ total_size: itemsOf(json).length })) }),
  },
  {
    name: 'token-after-a-full-page',
    family: 'paging',
    defect: 'a last page that is full still has a token',
    kills: ['LIST-09'],
    aspects: { 'LIST-09': ['a page of pipelines was refused'] },
    create: () => ({
      intercept: changingList(
        (parameters) => Number(parameters.get('page_size')) > 1,
        (json, request) =>
          request.target.includes(`page_size=${itemsOf(json).length}`) && !('next_page_token' in json)
            ? { next_page_token: 'more' }
            : {},
      ),
    }),
  },
  {
    name: 'page-of-100-at-most',
    family: 'paging',
    defect: 'a page holds 100 items at most instead of 200',
    kills: ['LIST-02', { requirement: 'PAR-01', scenarios: ['page-size-limits'] }],
    aspects: { 'LIST-02': ['page_size is 20 by default, 200 at most, and not negative'], 'PAR-01': ['page sizes'] },
    create: () => ({
      intercept: changingItems(
        () => true,
        (items) => items.slice(0, 100),
      ),
    }),
  },
  {
    name: 'negative-page-size-accepted',
    family: 'status',
    defect: 'a negative page_size is answered with a page',
    kills: ['LIST-02'],
    aspects: { 'LIST-02': ['page_size is 20 by default, 200 at most, and not negative'] },
    create: () => ({
      intercept: answeringList((parameters) => Number(parameters.get('page_size')) < 0, 400, 200),
    }),
  },
];

export default mutants;
