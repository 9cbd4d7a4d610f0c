import type { Interceptor } from '../../../src/contract/exchange.ts';
import { answeringList, changingParameters, listParameters, listRequest } from '../../../src/mutants/list-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { fakeResponse, matches } from '../../../src/mutants/rewrite.ts';

const withToken = (parameters: URLSearchParams): boolean => parameters.has('page_token');
const tokenAlone = (parameters: URLSearchParams): boolean => withToken(parameters) && !parameters.has('sort_by');

/** The first refused token takes effect: afterwards all lists are empty. */
const executingTokens = (): Interceptor => {
  let executed = false;
  return async (request, send, surface) => {
    if (!matches(listRequest, request, surface)) return send(request);
    if (executed && !withToken(listParameters(request))) return fakeResponse(200, {});
    const response = await send(request);
    executed ||= tokenAlone(listParameters(request)) && response.status === 400;
    return response;
  };
};

/** Later pages have the size of the first page. */
const pageSizeOfTheFirstPage = (): Interceptor => {
  let first = '';
  const keeping = changingParameters(withToken, (parameters) => parameters.set('page_size', first));
  return (request, send, surface) => {
    const parameters = listParameters(request);
    if (matches(listRequest, request, surface) && !withToken(parameters)) first = parameters.get('page_size') ?? '20';
    return keeping(request, send, surface);
  };
};

const mutants: readonly Mutant[] = [
  {
    name: 'bad-sort-by-ignored',
    family: 'status',
    defect: 'a sort_by that means nothing is ignored',
    kills: ['LIST-12', { requirement: 'PAR-01', scenarios: ['list-request-refused'] }],
    aspects: { 'LIST-12': ['a sort_by that means nothing is refused'], 'PAR-01': ['sort_by'] },
    create: () => ({
      intercept: answeringList((parameters) => parameters.has('sort_by') && !withToken(parameters), 400, 200),
    }),
  },
  {
    name: 'bad-token-ignored',
    family: 'paging',
    defect: 'a token that is none, or of another list, is answered with a page',
    kills: ['LIST-13', 'LIST-14', 'LIST-20', { requirement: 'PAR-01', scenarios: ['list-request-refused'] }],
    aspects: {
      'LIST-13': ['a page_token that is none is refused'],
      'LIST-14': ['a token that was altered is refused, and SQL in its values is text'],
      'LIST-20': ['a token of another list is refused'],
      'PAR-01': ['page_token'],
    },
    knownOfKfp: { 'LIST-20': ['versions-of-two-pipelines'] },
    create: () => ({ intercept: answeringList(tokenAlone, 400, 200) }),
  },
  {
    name: 'token-is-executed',
    family: 'lost write',
    defect: 'SQL in a token is executed before the token is refused',
    kills: ['LIST-14', { requirement: 'PAR-01', scenarios: ['tokens-altered'] }],
    aspects: { 'LIST-14': ['no token changed anything'], 'PAR-01': ['what is left'] },
    create: () => ({ intercept: executingTokens() }),
  },
  {
    name: 'sort-by-with-a-token-ignored',
    family: 'paging',
    defect: 'sort_by is ignored where there is a token',
    kills: ['LIST-15', { requirement: 'PAR-01', scenarios: ['tokens-continue'] }],
    aspects: { 'LIST-15': ['with a token, sort_by is the same or refused'], 'PAR-01': ['sort_by with a token'] },
    create: () => ({ intercept: changingParameters(withToken, (parameters) => parameters.delete('sort_by')) }),
  },
  {
    name: 'resent-time-filter-refused',
    family: 'filter',
    defect: 'a filter by time is refused when it is sent again with its token',
    kills: ['LIST-16'],
    aspects: { 'LIST-16': ['a token goes with the filter it was given out for'] },
    knownOfKfp: { 'LIST-16': ['tokens-continue'] },
    create: () => ({
      intercept: answeringList(
        (parameters) => withToken(parameters) && (parameters.get('filter') ?? '').includes('created_at'),
        200,
        400,
      ),
    }),
  },
  {
    name: 'page-size-of-the-first-page',
    family: 'paging',
    defect: 'later pages are as long as the first, whatever page_size says',
    kills: ['LIST-17', { requirement: 'PAR-01', scenarios: ['tokens-continue'] }],
    aspects: { 'LIST-17': ['page_size may change between pages'], 'PAR-01': ['pages of several sizes'] },
    create: () => ({ intercept: pageSizeOfTheFirstPage() }),
  },
];

export default mutants;
