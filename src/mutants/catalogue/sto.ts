import type { Mutant } from '../mutant.ts';

const scenarios = ['stored-in-kubernetes-only'];

const mutants: readonly Mutant[] = [
  {
    name: 'versions-are-kept-in-the-database-too',
    family: 'process',
    defect: 'a version made in Kubernetes mode gets a row in the database as well',
    kills: ['STO-01', { requirement: 'PAR-01', scenarios }],
    create: () => {
      let looks = 0;
      return {
        target: (target) => ({
          ...target,
          pipelineRows: async () => {
            looks += 1;
            return { ...(await target.pipelineRows()), pipeline_versions: looks };
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
      let looks = 0;
      return {
        target: (target) => ({
          ...target,
          objectStoreRequests: async () => {
            looks += 1;
            return (await target.objectStoreRequests()) + looks;
          },
        }),
      };
    },
  },
];

export default mutants;
