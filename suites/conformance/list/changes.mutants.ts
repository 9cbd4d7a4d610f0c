import type { Interceptor } from '../../../src/contract/exchange.ts';
import { text, type Json } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import {
  answeringList,
  changingItems,
  changingParameters,
  itemsOf,
  listParameters,
  listRequest,
  listingWhatIsOlder,
} from '../../../src/mutants/list-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import { fakeResponse, inventing, matches } from '../../../src/mutants/rewrite.ts';

/** Page tokens are offsets: an insertion before the next page moves the last item of the previous page onto it. */
const pagingByOffset = (): Interceptor => {
  const lastItems = new Map<string, Json>();
  let inserted = false;
  const repeating = (path: string) =>
    changingItems(
      (parameters) => parameters.has('page_token') && inserted,
      (items) => [...(lastItems.has(path) ? [lastItems.get(path) ?? {}] : []), ...items.slice(0, -1)],
    );
  return async (request, send, surface) => {
    if (request.method === 'POST') inserted = true;
    const [path = ''] = request.target.split('?');
    const response = await repeating(path)(request, send, surface);
    // A page of one item is requested for its total size, and not to page through the list.
    if (matches(listRequest, request, surface) && listParameters(request).get('page_size') === '2') {
      const last = itemsOf(jsonIn(response)).at(-1);
      if (last !== undefined) lastItems.set(path, last);
      inserted = false;
    }
    return response;
  };
};

/**
 * After a deletion, a token repeats the page that issued it, in the order of that page. In another order it could be
 * the right page by chance.
 */
const repeatingFirstPages = (): Interceptor => {
  const firstPages = new Map<string, URLSearchParams>();
  let deleted = false;
  const reopening = changingParameters(
    (parameters) => deleted && parameters.has('page_token'),
    (parameters) => {
      const first = firstPages.get(parameters.get('page_token') ?? '') ?? [];
      parameters.delete('page_token');
      for (const [name, value] of first) parameters.set(name, value);
    },
  );
  return async (request, send, surface) => {
    if (request.method === 'DELETE') deleted = true;
    const answer = await reopening(request, send, surface);
    if (matches(listRequest, request, surface)) {
      const parameters = listParameters(request);
      if (!parameters.has('page_token')) firstPages.set(text(jsonIn(answer), 'next_page_token'), parameters);
    }
    return answer;
  };
};

/** After the first deletion, of whatever, the total size of each list of one kind stays what it was. */
const keepingTotal = (of: 'pipelines' | 'versions'): Mutant => ({
  name: `total-of-${of}-is-not-counted-anew`,
  long: true,
  family: 'stale read',
  defect: `total_size of a list of ${of} stays what it was before the first deletion`,
  kills: ['LIST-06', 'LIST-07'],
  aspects: { 'LIST-06': [`${of}: the change is listed`], 'LIST-07': [`${of}: the change is listed`] },
  create: () => {
    const totals = new Map<string, unknown>();
    let deleted = false;
    return {
      intercept: async (request, send, surface) => {
        deleted ||= request.method === 'DELETE';
        const answer = await send(request);
        const [path = ''] = request.target.split('?');
        const isMeant = matches(listRequest, request, surface) && path.endsWith(`/${of}`);
        if (!isMeant || answer.status !== 200) return answer;
        const json = jsonIn(answer);
        if (!deleted) totals.set(path, json['total_size']);
        return totals.has(path)
          ? { ...answer, body: JSON.stringify({ ...json, total_size: totals.get(path) }) }
          : answer;
      },
    };
  },
});

const mutants: readonly Mutant[] = [
  {
    name: 'first-page-after-a-deletion',
    family: 'paging',
    defect: 'a token whose item was deleted opens the first page again',
    kills: ['LIST-06', { requirement: 'PAR-01', scenarios: ['changed-between-pages'] }],
    aspects: {
      'LIST-06': ['the next page continues after the item that was deleted'],
      'PAR-01': ['the next page after a deletion', 'the next page after an insertion'],
    },
    knownOfKfp: { 'LIST-06': ['changed-between-pages'] },
    create: () => ({ intercept: repeatingFirstPages() }),
  },
  {
    name: 'pages-by-number',
    family: 'paging',
    defect: 'a token stands for a number of items to leave out, so that insertions repeat items',
    kills: ['LIST-07'],
    aspects: { 'LIST-07': ['the next page repeats nothing when an item was inserted before it'] },
    create: () => ({ intercept: pagingByOffset() }),
  },
  keepingTotal('pipelines'),
  keepingTotal('versions'),
  {
    name: 'pipeline-object-outlives-its-deletion',
    family: 'delete',
    defect: 'the deletion of a Pipeline is accepted, and never carried out',
    long: true,
    lanes: ['kubernetes/crd'],
    kills: ['LIST-06', { requirement: 'CLU-05', scenarios: ['listed-by-every-replica'] }],
    aspects: {
      'LIST-06': ['the pipeline, in the Kubernetes API'],
      'CLU-05': ['the pipeline, in the Kubernetes API'],
    },
    create: () => ({
      intercept: inventing({ surface: 'kubernetes', method: 'DELETE', path: onePipeline }, () =>
        fakeResponse(200, { kind: 'Status', status: 'Success' }),
      ),
    }),
  },
  {
    name: 'tokens-of-this-process-only',
    family: 'process',
    defect: 'tokens given out before a restart are refused',
    kills: ['LIST-21', { requirement: 'PAR-01', scenarios: ['tokens-after-restart'] }],
    aspects: {
      'LIST-21': ['a token goes on where it did before the restart'],
      'PAR-01': ['the next page after a restart'],
    },
    create: () => {
      let restarted = false;
      return {
        interceptOrder: (_order, carryOut) => {
          restarted = true;
          return carryOut();
        },
        intercept: answeringList((parameters) => parameters.has('page_token') && restarted, 200, 400),
      };
    },
  },
  {
    name: 'lists-lag-behind',
    family: 'stale read',
    defect: 'lists show what was created a minute ago or earlier',
    lanes: ['kubernetes/crd'],
    kills: ['LIST-26'],
    aspects: {
      'LIST-26': [
        'pipelines: REST lists it within 5 s',
        'REST lists the applied Pipeline within 5 s',
        'rest: lists what a watcher knows',
        'versions: REST lists it within 5 s',
      ],
    },
    create: () => ({ intercept: listingWhatIsOlder(60_000) }),
  },
];

export default mutants;
