import { answeringList } from '../../../src/mutants/list-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';

const lanes = ['kubernetes/crd'] as const;
const kills = [{ requirement: 'LIST-26', scenarios: ['watch-agrees-with-lists'] }];

const mutants: readonly Mutant[] = [
  {
    name: 'long-filtered-page-fails',
    family: 'status',
    defect: 'a page of 200 items is answered 500 when it is filtered',
    long: true,
    lanes,
    kills,
    aspects: { 'LIST-26': ['rest: the list is given'] },
    create: () => ({
      intercept: answeringList(
        (parameters) => parameters.get('page_size') === '200' && parameters.has('filter'),
        200,
        500,
      ),
    }),
  },
];

export default mutants;
