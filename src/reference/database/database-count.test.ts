import { describe, expect, it } from 'vitest';
import { createPipeline, deletePipeline, listPipelines } from './database-pipelines.ts';
import { createPipelineWithVersion, createVersion, deleteVersion, listVersions } from './database-versions.ts';
import { recordingDatabase } from '../testing/fake-database.ts';
import type { ListQuery } from '../model/listing.ts';

const pipeline = { name: 'a', displayName: 'a', description: '', namespace: 'team', tags: { k: 'v' } };
const version = { ...pipeline, codeSourceUrl: '', packageUrl: '', pipelineSpec: {}, platformSpec: undefined };
const limit = 1024 * 1024;
const query: ListQuery = { pageSize: 1, sortBy: 'createdAt', descending: false, predicates: [] };
const named: ListQuery = { ...query, predicates: [{ key: 'name', operation: 'EQUALS', values: ['a'] }] };
const ofTeam: ListQuery = { ...query, predicates: [{ key: 'namespace', operation: 'EQUALS', values: ['team'] }] };

describe('the size of a list', () => {
  it.each([
    ['all pipelines', query, 'select pipeline_counts'],
    ['pipelines filtered by what is the same for all', ofTeam, 'select pipeline_counts'],
    ['pipelines of a name', named, 'count pipelines'],
  ])('of %s is read, or counted where a filter needs it', async (_, list, first) => {
    const { database, statements } = recordingDatabase();
    expect(await listPipelines(database, 'team', list)).toMatchObject({ totalSize: 7 });
    expect(statements).toEqual([first, 'select pipelines']);
  });

  it('of all versions is not found by looking at them', async () => {
    const { database, statements } = recordingDatabase();
    await listVersions(database, 'one', { ...query, pageSize: 0 });
    expect(statements).toEqual(['select pipelines', 'select pipeline_version_counts', 'select pipeline_versions']);
  });
});

// Every transaction locks a pipeline first and a count last: in the opposite order, a cascade and a delete would
// deadlock.
describe('a write', () => {
  it('of a pipeline counts last', async () => {
    const { database, statements } = recordingDatabase();
    await createPipeline(database, pipeline);
    expect(statements).toEqual(['insert pipelines', 'insert pipeline_tags', 'insert pipeline_counts']);
  });

  it('of both counts the pipeline last', async () => {
    const { database, statements } = recordingDatabase();
    await createPipelineWithVersion(database, pipeline, version, limit);
    const counts = ['insert pipeline_version_counts', 'insert pipeline_counts'];
    expect(statements.filter((statement) => statement.endsWith('counts'))).toEqual(counts);
    expect(statements.at(-1)).toBe('insert pipeline_counts');
  });

  it('of a version holds the pipeline first and counts last', async () => {
    const { database, statements } = recordingDatabase();
    await createVersion(database, 'one', version, limit);
    await deleteVersion(database, 'one', 'v');
    expect(statements).toEqual([
      'select pipelines',
      'insert pipeline_versions',
      'insert pipeline_version_tags',
      'insert pipeline_version_counts',
      'select pipelines',
      'delete pipeline_versions',
      'insert pipeline_version_counts',
    ]);
  });

  it('that deletes a pipeline counts when all else is deleted', async () => {
    const { database, statements } = recordingDatabase();
    await deletePipeline(database, 'one', true);
    expect(statements).toEqual(['select pipelines', 'delete pipelines', 'insert pipeline_counts']);
  });
});
