import type { Mutant } from '../../../src/mutants/mutant.ts';

const scenarios = ['stored-in-kubernetes-only'];

const mutants: readonly Mutant[] = [
  {
    name: 'versions-are-kept-in-the-database-too',
    family: 'process',
    defect: 'a version made in Kubernetes mode gets a row in the database as well',
    kills: ['STO-01', { requirement: 'PAR-01', scenarios }],
    create: () => {
      let rows = 0;
      return {
        // The copy is removed along with its version or pipeline, so it is only visible while they exist.
        intercept: async (request, send) => {
          const answer = await send(request);
          if (answer.status >= 300) return answer;
          if (request.method === 'POST') rows += 1;
          if (request.method === 'DELETE') rows = 0;
          return answer;
        },
        target: (target) => ({
          ...target,
          pipelineRows: async () => ({ ...(await target.pipelineRows()), pipeline_versions: rows }),
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
      let uploads = 0;
      return {
        intercept: async (request, send) => {
          if (request.target.includes('/pipelines/upload')) uploads += 1;
          return send(request);
        },
        target: (target) => ({
          ...target,
          objectStoreRequests: async () => [
            ...(await target.objectStoreRequests()),
            ...Array.from({ length: uploads }, (_, index) => `PUT /mlpipeline/pipelines/${index}`),
          ],
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
