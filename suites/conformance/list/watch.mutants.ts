import { answeringList } from '../../../src/mutants/list-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import { answering } from '../../../src/mutants/rewrite.ts';

const lanes = ['kubernetes/crd'] as const;
const kills = [{ requirement: 'LIST-26', scenarios: ['watch-agrees-with-lists'] }];

const mutants: readonly Mutant[] = [
  {
    name: 'pipeline-deleted-with-an-error',
    family: 'status',
    defect: 'the deletion of a Pipeline is carried out and answered 500',
    long: true,
    lanes,
    kills,
    aspects: { 'LIST-26': ['a deletion by the Kubernetes API'] },
    create: () => ({ intercept: answering({ surface: 'kubernetes', method: 'DELETE', path: onePipeline }, 500) }),
  },
  {
    name: 'watch-falls-silent',
    family: 'event',
    defect: 'a watch tells of nothing more from the first deletion on',
    long: true,
    lanes,
    kills,
    aspects: { 'LIST-26': ['the watch shows what came last'] },
    create: () => {
      let silent = false;
      return {
        interceptWatch: (event) => {
          silent ||= event.type === 'DELETED';
          return silent ? [] : [event];
        },
      };
    },
  },
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
