import { describe, expect, it } from 'vitest';
import { createPipeline, getPipelineByName, listPipelines } from './database-pipelines.ts';
import { getVersion } from './database-versions.ts';
import { recordingDatabase } from '../testing/fake-database.ts';
import type { ListQuery } from '../model/listing.ts';

const pipeline = { name: 'a', displayName: 'a', description: '', tags: {} };
const query: ListQuery = { pageSize: 1, sortBy: 'name', descending: false, predicates: [] };
/** A page of another namespace: only the position may come from it. */
const after = { sortValue: 'b', id: 'two' };
const named: ListQuery = { ...query, after, predicates: [{ key: 'name', operation: 'EQUALS', values: ['a'] }] };

// The empty namespace is that of shared pipelines, and is treated like any other here.
describe.each(['team', ''])('pipelines of the namespace "%s"', (namespace) => {
  it('are stored and counted there', async () => {
    const { database, queries } = recordingDatabase();
    expect(await createPipeline(database, { ...pipeline, namespace })).toMatchObject({ namespace });
    for (const { parameters } of queries) expect(parameters).toContain(namespace);
  });

  it.each([
    ['listed', query],
    ['paged', { ...query, after }],
    ['filtered', named],
  ])('are %s with that namespace in every statement', async (_title, list) => {
    const { database, queries } = recordingDatabase();
    await listPipelines(database, namespace, list);
    expect(queries).toHaveLength(2);
    for (const { sql, parameters } of queries) {
      expect(sql).toContain('WHERE `namespace` = ?');
      expect(parameters[0]).toBe(namespace);
    }
  });

  it('are found there by name', async () => {
    const { database, queries } = recordingDatabase();
    await getPipelineByName(database, namespace, 'a');
    expect(queries.map(({ parameters }) => parameters)).toEqual([[namespace, 'a']]);
  });

  it('have no others that a filter on the namespace could ask for', async () => {
    const { database, queries } = recordingDatabase();
    const elsewhere: ListQuery = {
      ...query,
      predicates: [{ key: 'namespace', operation: 'EQUALS', values: ['other'] }],
    };
    expect(await listPipelines(database, namespace, elsewhere)).toEqual({ items: [], totalSize: 0 });
    expect(queries).toEqual([]);
  });
});

describe('a version', () => {
  it('has the namespace of its pipeline', async () => {
    const { database } = recordingDatabase({ namespace: 'team', pipeline_spec: '{}', platform_spec: null });
    expect(await getVersion(database, 'one', 'v')).toMatchObject({ namespace: 'team' });
  });
});
