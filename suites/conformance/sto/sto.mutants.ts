import type { Mutant } from '../../../src/mutants/mutant.ts';
import { addVersionRow, removeVersionRows } from '../../../src/mutants/version-rows.ts';

const scenarios = ['stored-in-kubernetes-only'];

const mutants: readonly Mutant[] = [
  {
    name: 'versions-are-kept-in-the-database-too',
    family: 'process',
    defect: 'a version made in Kubernetes mode gets a row in the database as well',
    kills: ['STO-01', { requirement: 'PAR-01', scenarios }],
    aspects: { 'STO-01': ['tables of the database that got rows'], 'PAR-01': ['elsewhere'] },
    create: (target) => {
      // Nothing is written where nobody looks: other scenarios share such a database.
      let looked = false;
      return {
        // The copy is removed along with its version or pipeline, so it is only visible while they exist.
        intercept: async (request, send) => {
          const answer = await send(request);
          if (answer.status >= 300 || !looked) return answer;
          if (request.method === 'POST') await addVersionRow(target);
          if (request.method === 'DELETE') await removeVersionRows(target);
          return answer;
        },
        taps: {
          sql: (rows) => {
            looked = true;
            return rows;
          },
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
    create: ({ objectStore }) => {
      // Nothing is sent where nobody looks: other scenarios share such an object store.
      let looked = false;
      return {
        intercept: async (request, send) => {
          const answer = await send(request);
          if (looked && request.target.includes('/pipelines/upload'))
            await fetch(`${objectStore}/mlpipeline/pipelines/1`, {
              method: 'PUT',
              headers: { authorization: 'AWS4-HMAC-SHA256 Credential=unused' },
              body: 'a definition',
            });
          return answer;
        },
        taps: {
          objectStore: (lines) => {
            looked = true;
            return lines;
          },
        },
      };
    },
  },
  {
    name: 'rows-are-not-counted',
    family: 'process',
    defect: 'the database counts no row in any table',
    kills: ['STO-01'],
    aspects: { 'STO-01': ['rows that are counted in a table with one row'] },
    create: () => ({
      taps: {
        sql: (rows, statement) => (statement.startsWith('SELECT COUNT') ? rows.map(() => ({ n: 0 })) : rows),
      },
    }),
  },
  {
    name: 'object-store-forgets-requests',
    family: 'process',
    defect: 'the object store records no request',
    kills: ['STO-02'],
    aspects: { 'STO-02': ['a request of the harness to the object store is remembered'] },
    create: () => ({ taps: { objectStore: () => [] } }),
  },
];

export default mutants;
