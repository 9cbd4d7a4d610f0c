import { text } from '../../../src/clients/json-response.ts';
import { answeringList, changingItems, changingParameters } from '../../../src/mutants/list-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';

const sortedBy =
  (...orders: readonly string[]) =>
  (parameters: URLSearchParams): boolean =>
    orders.includes(parameters.get('sort_by') ?? '');

/** A list of one kind is refused when it is to be sorted by a field. */
const refusingOrder = (of: 'pipelines' | 'versions', field: string): Mutant => ({
  name: `${of}-not-sorted-by-${field.replace('_', '-')}`,
  long: true,
  family: 'status',
  defect: `a list of ${of} is refused when sort_by is ${field}`,
  kills: ['LIST-11'],
  aspects: { 'LIST-11': [`${of}: sort_by ${field} is accepted`] },
  create: () => ({
    intercept: answeringList(
      (parameters, { target }) =>
        sortedBy(field, `${field} desc`)(parameters) && target.includes('/versions') === (of === 'versions'),
      200,
      400,
    ),
  }),
});

const mutants: readonly Mutant[] = [
  {
    name: 'default-order-by-name',
    family: 'order',
    defect: 'lists without sort_by are in the order of names',
    kills: ['LIST-01', { requirement: 'PAR-01', scenarios: ['listed-in-order'] }],
    aspects: {
      'LIST-01': ['without sort_by they are listed as they were created'],
      'PAR-01': ['order without sort_by'],
    },
    create: () => ({
      intercept: changingItems(
        (parameters) => !parameters.has('sort_by') && !parameters.has('page_token'),
        (items) => items.toSorted((a, b) => (text(a, 'name') < text(b, 'name') ? -1 : 1)),
      ),
    }),
  },
  {
    name: 'display-name-sorts-by-name',
    family: 'order',
    defect: 'sort_by display_name sorts by name',
    kills: ['LIST-10', { requirement: 'PAR-01', scenarios: ['listed-in-order'] }],
    aspects: { 'LIST-10': ['sort_by names a field and a direction'], 'PAR-01': ['order with sort_by'] },
    create: () => ({
      intercept: changingParameters(sortedBy('display_name asc', 'display_name desc'), (parameters) =>
        parameters.set('sort_by', 'name'),
      ),
    }),
  },
  {
    name: 'pipeline-spec-order-ignored',
    family: 'order',
    defect: 'sort_by pipeline_spec is accepted and does nothing',
    kills: ['LIST-11'],
    aspects: { 'LIST-11': ['description, pipeline_spec and status order a list'] },
    knownOfKfp: { 'LIST-11': ['listed-in-order'] },
    create: () => ({
      intercept: changingParameters(sortedBy('pipeline_spec', 'pipeline_spec desc'), (parameters) =>
        parameters.delete('sort_by'),
      ),
    }),
  },
  refusingOrder('pipelines', 'description'),
  refusingOrder('versions', 'description'),
  refusingOrder('versions', 'pipeline_spec'),
  refusingOrder('versions', 'status'),
  {
    name: 'capitals-sort-first',
    family: 'order',
    defect: 'display names are sorted by bytes, capitals before small letters',
    kills: ['LIST-27'],
    aspects: { 'LIST-27': ['order of mixed display names'] },
    create: () => ({
      intercept: changingItems(sortedBy('display_name'), (items) =>
        items.toSorted((a, b) => (text(a, 'display_name') < text(b, 'display_name') ? -1 : 1)),
      ),
    }),
  },
];

export default mutants;
