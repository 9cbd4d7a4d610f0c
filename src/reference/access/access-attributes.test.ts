import { describe, expect, it } from 'vitest';
import { requiredAccess, type Action } from './access-attributes.ts';

const access = (store: 'database' | 'kubernetes', action: Action) =>
  requiredAccess(action, { store, systemNamespace: 'kubeflow' }).map(
    ({ group, version, verb, resource, namespace = '*', name = '' }) => {
      expect([group, version]).toEqual(['pipelines.kubeflow.org', 'v2beta1']);
      return `${verb} ${namespace} ${resource}/${name}`;
    },
  );

const about = { namespace: 'team', pipelineName: 'p' } as const;

describe('requiredAccess', () => {
  it.each<[string, Action, readonly string[]]>([
    ['get a pipeline', { ...about, verb: 'get', on: 'pipeline' }, ['get team pipelines/p']],
    ['list pipelines', { namespace: 'team', verb: 'list', on: 'pipeline' }, ['list team pipelines/']],
    [
      'list versions',
      { ...about, verb: 'list', on: 'version' },
      ['list team pipelines/', 'list team pipelineversions/'],
    ],
    [
      'create a version',
      { ...about, verb: 'create', on: 'version' },
      ['create team pipelines/', 'create team pipelineversions/'],
    ],
    ['create a pipeline', { ...about, verb: 'create', on: 'pipeline' }, ['create team pipelines/']],
    [
      'upload',
      { namespace: 'team', verb: 'create', on: 'pipeline-and-version' },
      ['create team pipelines/', 'create team pipelineversions/'],
    ],
    [
      'delete a version',
      { ...about, verb: 'delete', on: 'version', versionName: 'p-v-1' },
      ['delete team pipelines/p', 'delete team pipelineversions/p-v-1'],
    ],
    [
      'update a cluster-scoped version',
      { namespace: '', pipelineName: 'p', verb: 'update', on: 'version', versionName: 'p-v-1' },
      ['update * sharedpipelines/p', 'update * sharedpipelineversions/p-v-1'],
    ],
  ])(
    'to %s in Kubernetes mode asks for both kinds where both are touched (SEC-03, SEC-04, SEC-07)',
    (_title, action, asked) => {
      expect(access('kubernetes', action)).toEqual(asked);
    },
  );

  it('asks for pipelines only in database mode, by the name of the pipeline, which a create has not (SEC-05, SEC-07)', () => {
    expect(access('database', { ...about, verb: 'create', on: 'version' })).toEqual(['create team pipelines/']);
    expect(access('database', { ...about, verb: 'get', on: 'version' })).toEqual(['get team pipelines/p']);
  });

  it('lets every user read the shared pipelines of the database, and those of the system write them (SHR-01, SHR-02)', () => {
    const shared = { namespace: '', pipelineName: 'p', on: 'pipeline' } as const;
    expect(access('database', { ...shared, verb: 'get' })).toEqual([]);
    expect(access('database', { ...shared, verb: 'delete' })).toEqual(['delete kubeflow pipelines/p']);
    expect(access('kubernetes', { ...shared, verb: 'get' })).toEqual(['get * sharedpipelines/p']);
  });
});
