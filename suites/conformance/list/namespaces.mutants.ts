import type { HttpRequest } from '../../../src/contract/exchange.ts';
import type { Json } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import { namespaceOf, remembering, withParameters } from '../../../src/mutants/access-rewrite.ts';
import { changingList, itemsOf, listParameters } from '../../../src/mutants/list-rewrite.ts';
import type { Kill, Mutant } from '../../../src/mutants/mutant.ts';
import { fakeResponse } from '../../../src/mutants/rewrite.ts';

const decided = (requirement: string): readonly Kill[] =>
  [requirement, 'PAR-01'].map((id) => ({ requirement: id, scenarios: ['pipelines-of-two-namespaces'] }));

const filterIn = (parameters: URLSearchParams): string => parameters.get('filter') ?? '';

/** A list of a whole namespace, without a filter. */
const isPlain = (request: HttpRequest): boolean =>
  request.method === 'GET' &&
  /\/v2beta1\/pipelines\?/.test(request.target) &&
  (namespaceOf(request) ?? '') !== '' &&
  filterIn(listParameters(request)) === '';

const totalOf = (json: Json): number => Number(json['total_size'] ?? 0);

const mutants: readonly Mutant[] = [
  {
    name: 'list-holds-another-namespace-too',
    family: 'list content',
    defect: 'the list of a namespace holds what its reader may see in other namespaces as well',
    kills: decided('LIST-25'),
    aspects: { 'LIST-25': ['each list holds and counts the pipelines of its namespace'], 'PAR-01': ['lists'] },
    create: () => ({
      intercept: remembering(async ({ byId }, request, answer, send) => {
        if (!isPlain(request) || answer.status !== 200) return answer;
        const others = new Set([...byId.values()].map(({ namespace }) => namespace));
        others.delete(namespaceOf(request) ?? '');
        const json = jsonIn(answer);
        const pipelines = [...itemsOf(json)];
        for (const namespace of others) {
          const target = withParameters(request.target, (parameters) => parameters.set('namespace', namespace));
          pipelines.push(...itemsOf(jsonIn(await send({ ...request, target }))));
        }
        return fakeResponse(200, { ...json, pipelines, total_size: pipelines.length });
      }),
    }),
  },
  {
    name: 'list-counts-another-namespace-too',
    family: 'list content',
    defect: 'the total of the list of a namespace counts the pipelines of another one',
    kills: decided('LIST-25'),
    aspects: { 'LIST-25': ['each list holds and counts the pipelines of its namespace'], 'PAR-01': ['lists'] },
    create: () => ({
      intercept: changingList(
        (_, request) => isPlain(request),
        (json) => ({ total_size: totalOf(json) + 2 }),
      ),
    }),
  },
];

export default mutants;
