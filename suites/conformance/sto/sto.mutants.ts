import type { Mutant } from '../../../src/mutants/mutant.ts';
import { addVersionRow, removeVersionRows } from '../../../src/mutants/version-rows.ts';
import type { StartedTarget } from '../../../src/targets/started-target.ts';

const scenarios = ['stored-in-kubernetes-only'];

const mutants: readonly Mutant[] = [
  {
    name: 'versions-are-kept-in-the-database-too',
    family: 'process',
    defect: 'a version made in Kubernetes mode gets a row in the database as well',
    kills: ['STO-01', { requirement: 'PAR-01', scenarios }],
    aspects: { 'STO-01': ['tables of the database that got rows'], 'PAR-01': ['elsewhere'] },
    create: () => {
      let lent: StartedTarget | undefined;
      return {
        // The copy is removed along with its version or pipeline, so it is only visible while they exist.
        intercept: async (request, send) => {
          const answer = await send(request);
          if (answer.status >= 300 || lent === undefined) return answer;
          if (request.method === 'POST') await addVersionRow(lent);
          if (request.method === 'DELETE') await removeVersionRows(lent);
          return answer;
        },
        target: (target) => {
          lent = target;
          return target;
        },
      };
    },
  },
  {
    name: 'definitions-are-written-to-the-object-store',
    family: 'process',
    defect: 'an upload is copied to the object store',
    kills: ['STO-02', { requirement: 'PAR-01', scenarios }],
    aspects: { 'STO-02': ['the object store was asked'], 'PAR-01': ['elsewhere'] },
    create: () => {
      let objectStore = '';
      return {
        intercept: async (request, send) => {
          const answer = await send(request);
          if (request.target.includes('/pipelines/upload'))
            await fetch(`${objectStore}/mlpipeline/pipelines/1`, {
              method: 'PUT',
              headers: { authorization: 'AWS4-HMAC-SHA256 Credential=unused' },
              body: 'a definition',
            });
          return answer;
        },
        target: (target) => {
          objectStore = target.objectStore ?? '';
          return target;
        },
      };
    },
  },
  {
    name: 'rows-are-not-counted',
    family: 'process',
    defect: 'the look into the database finds every table empty',
    kills: ['STO-01'],
    aspects: { 'STO-01': ['rows that are counted in a table with one row'] },
    create: () => ({
      target: (target) => ({
        ...target,
        pipelineRows: async () =>
          Object.fromEntries(Object.keys(await target.pipelineRows()).map((table) => [table, 0])),
      }),
    }),
  },
  {
    name: 'object-store-forgets-requests',
    family: 'process',
    defect: 'the object store remembers no request',
    kills: ['STO-02'],
    aspects: { 'STO-02': ['a request of the harness to the object store is remembered'] },
    create: () => ({ target: (target) => ({ ...target, objectStoreRequests: async () => [] }) }),
  },
];

export default mutants;
