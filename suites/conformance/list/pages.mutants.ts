import type { Interceptor } from '../../../src/contract/exchange.ts';
import {
  changingItems,
  changingList,
  answeringList,
  itemsOf,
  listParameters,
  listRequest,
} from '../../../src/mutants/list-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { fakeResponse, matches } from '../../../src/mutants/rewrite.ts';
import { everyNth } from '../../../src/mutants/sporadic.ts';

const laterPage = (parameters: URLSearchParams): boolean => parameters.has('page_token');

/** Behind the last page of a list that is read in pages of 5 to 50 items comes another one, which is empty. */
const endingWithAnEmptyPage = (): Interceptor => {
  const emptyPage = 'the-end';
  const leadingToIt = changingList(
    (parameters) => {
      const size = Number(parameters.get('page_size'));
      return size >= 5 && size <= 50;
    },
    (json) => ('next_page_token' in json ? {} : { next_page_token: emptyPage }),
  );
  return async (request, send, surface) =>
    matches(listRequest, request, surface) && listParameters(request).get('page_token') === emptyPage
      ? fakeResponse(200, {})
      : leadingToIt(request, send, surface);
};

/** A last page that is full has a token, which leads to nothing. */
const followedByNothing = (): Interceptor => {
  const nothing = 'nothing-more';
  const leadingToIt = changingList(
    (parameters) => Number(parameters.get('page_size')) > 1,
    (json, request) =>
      Number(listParameters(request).get('page_size')) === itemsOf(json).length && !('next_page_token' in json)
        ? { next_page_token: nothing }
        : {},
  );
  return async (request, send, surface) =>
    matches(listRequest, request, surface) && listParameters(request).get('page_token') === nothing
      ? fakeResponse(200, {})
      : leadingToIt(request, send, surface);
};

const refusingLaterPages = (of: 'pipelines' | 'versions'): Mutant => ({
  name: `later-pages-of-${of}-fail`,
  long: true,
  family: 'paging',
  defect: `every page of ${of} but the first is answered 500`,
  kills: ['LIST-03', 'LIST-04', 'LIST-08', 'LIST-09'],
  aspects: {
    'LIST-03': [`a page of ${of} was refused`],
    'LIST-04': [`a page of ${of} was refused`],
    'LIST-08': [`a page of ${of} was refused`],
    'LIST-09': [`a page of ${of} was refused`],
  },
  create: () => ({
    intercept: answeringList(
      (parameters, { target }) => laterPage(parameters) && target.includes('/versions') === (of === 'versions'),
      200,
      500,
    ),
  }),
});

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
    knownOfKfp: { 'LIST-04': ['listed-in-pages'] },
    create: () => ({ intercept: changingItems(laterPage, (items) => items.slice(1)) }),
  },
  {
    name: 'nothing-behind-the-first-page',
    family: 'paging',
    defect: 'every page but the first is empty, and the last one',
    kills: [
      'LIST-04',
      'LIST-06',
      'LIST-09',
      'LIST-16',
      'FILT-22',
      { requirement: 'PAR-01', scenarios: ['changed-between-pages', 'filters-of-pipelines', 'filters-of-tags'] },
    ],
    aspects: {
      'LIST-04': ['pages in an order with equal values hold every item once'],
      'LIST-09': ['no page that a token leads to is empty, in an order with equal values'],
      'LIST-06': ['the next page continues after the item that was deleted'],
      'LIST-16': ['a token goes with the filter it was given out for'],
      'FILT-22': ['every page keeps to the tag when the token alone is sent'],
      'PAR-01': ['FILT-28', 'FILT-22', 'the next page after a deletion'],
    },
    knownOfKfp: { 'LIST-04': ['listed-in-pages'] },
    beyondKnown: Object.fromEntries(
      ['kubernetes/rest', 'kubernetes/crd'].flatMap((lane) =>
        ['listed-in-pages', 'listed-in-pages-multi-user'].map((scenario) => [
          `LIST-04 in ${lane} of ${scenario}`,
          'items are missing, as from the pages of KFP 2.17; that the pages are empty is told by LIST-09',
        ]),
      ),
    ),
    create: () => ({ intercept: answeringList(laterPage, 200, 200) }),
  },
  {
    name: 'equal-values-in-any-order',
    family: 'order',
    defect: 'versions with equal sort values are listed in another order at every 100th request for one of two orders',
    sporadic: true,
    kills: ['LIST-05'],
    aspects: { 'LIST-05': ['equal requests are answered in one order'] },
    knownOfKfp: { 'LIST-05': ['listed-in-pages'] },
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
    aspects: {
      'LIST-09': [
        'pipelines: three full pages',
        'pipelines: one full page',
        'versions: three full pages',
        'versions: one full page',
      ],
    },
    create: () => ({ intercept: followedByNothing() }),
  },
  {
    name: 'order-of-equal-values-is-refused',
    family: 'status',
    defect: 'a page of 30 items is answered 500',
    long: true,
    kills: ['LIST-05'],
    aspects: { 'LIST-05': ['every one of equal requests is answered'] },
    create: () => ({ intercept: answeringList((parameters) => parameters.get('page_size') === '30', 200, 500) }),
  },
  {
    name: 'last-page-is-empty',
    family: 'paging',
    defect: 'the last page of a list has a token for an empty one',
    long: true,
    kills: ['LIST-09'],
    aspects: {
      'LIST-09': [
        'pipelines: three full pages',
        'pipelines: one full page',
        'pipelines: one page with room',
        'versions: three full pages',
        'versions: one full page',
        'versions: one page with room',
        'no page that a token leads to is empty, in an order with equal values',
      ],
    },
    create: () => ({ intercept: endingWithAnEmptyPage() }),
  },
  refusingLaterPages('pipelines'),
  refusingLaterPages('versions'),
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
