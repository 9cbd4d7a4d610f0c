import { objects, text } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import { changingList, changingParameters } from '../../../src/mutants/list-rewrite.ts';
import type { Kill, Mutant } from '../../../src/mutants/mutant.ts';

const decided = (requirement: string): readonly Kill[] =>
  [requirement, 'PAR-01'].map((id) => ({ requirement: id, scenarios: ['pipelines-of-two-namespaces'] }));

/** The namespace that a filter requests, or `''` when the filter has no namespace condition. */
const filteredNamespace = (parameters: URLSearchParams): string => {
  const predicates = objects(jsonIn({ body: parameters.get('filter') ?? '' }), 'predicates');
  return text(predicates.find(({ key }) => key === 'namespace') ?? {}, 'string_value');
};

const mutants: readonly Mutant[] = [
  {
    name: 'namespace-filter-is-ignored-in-a-namespace',
    family: 'filter',
    defect: 'a filter of the namespace is ignored in the list of a namespace',
    kills: decided('FILT-09'),
    aspects: {
      'FILT-09': ["a filter for a list's own namespace lets all through, one for another namespace nothing"],
      'PAR-01': ['filtered'],
    },
    create: () => ({
      intercept: changingParameters(
        (parameters) => parameters.has('namespace') && filteredNamespace(parameters) !== '',
        (parameters) => parameters.delete('filter'),
      ),
    }),
  },
  {
    name: 'namespace-filter-replaces-the-namespace',
    family: 'filter',
    defect: 'a filter of the namespace makes a list that of the namespace it names',
    kills: decided('FILT-09'),
    aspects: {
      'FILT-09': ["a filter for a list's own namespace lets all through, one for another namespace nothing"],
      'PAR-01': ['filtered'],
    },
    create: () => ({
      intercept: changingParameters(
        (parameters) => parameters.has('namespace') && filteredNamespace(parameters) !== '',
        (parameters) => parameters.set('namespace', filteredNamespace(parameters)),
      ),
    }),
  },
  {
    name: 'namespace-filter-finds-nothing',
    family: 'filter',
    defect: 'a filter of the namespace lets nothing through, whichever it names',
    kills: decided('FILT-09'),
    aspects: {
      'FILT-09': ["a filter for a list's own namespace lets all through, one for another namespace nothing"],
      'PAR-01': ['filtered'],
    },
    create: () => ({
      intercept: changingList(
        (parameters) => parameters.has('namespace') && filteredNamespace(parameters) !== '',
        () => ({ pipelines: [], total_size: 0 }),
      ),
    }),
  },
];

export default mutants;
