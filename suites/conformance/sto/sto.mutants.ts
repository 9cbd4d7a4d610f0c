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
        // Nothing is written where nobody looks: other scenarios share such a database.
        target: (target) => ({
          ...target,
          pipelineRows: async () => {
            lent = target;
            return target.pipelineRows();
          },
        }),
      };
    },
  },
  {
    name: 'definitions-are-written-to-the-object-store',
    family: 'process',
    defect: 'an upload is copied to the object store',
    kills: ['STO-02', { requirement: 'PAR-01', scenarios }],
    create: () => {
      let objectStore = '';
      return {
        intercept: async (request, send) => {
          const answer = await send(request);
          if (objectStore !== '' && request.target.includes('/pipelines/upload'))
            await fetch(`${objectStore}/mlpipeline/pipelines/1`, {
              method: 'PUT',
              headers: { authorization: 'AWS4-HMAC-SHA256 Credential=unused' },
              body: 'a definition',
            });
          return answer;
        },
        // Nothing is sent where nobody looks: other scenarios share such an object store.
        target: (target) => ({
          ...target,
          objectStoreRequests: async () => {
            objectStore = target.objectStore ?? '';
            return target.objectStoreRequests();
          },
        }),
      };
    },
  },
  {
    name: 'rows-are-not-counted',
    family: 'process',
    defect: 'the look into the database finds every table empty',
    kills: ['STO-01'],
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
    create: () => ({ target: (target) => ({ ...target, objectStoreRequests: async () => [] }) }),
  },
];

export default mutants;
