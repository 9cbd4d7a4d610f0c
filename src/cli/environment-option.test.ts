import { expect, test } from 'vitest';
import { runEnvironmentOf } from './environment-option.ts';
import type { RunOptions } from './run-options.ts';

const chosen = (options: Partial<RunOptions>) =>
  runEnvironmentOf(
    { target: 'reference', environment: 'local', namespacePool: [], allow: [], ...options } as RunOptions,
    {
      id: 'run-1',
      prefixes: ['k1'],
    },
  );

test('the options choose the environment of a run', () => {
  expect(chosen({})).toEqual({ environment: 'local', target: 'reference' });
  expect(chosen({ environment: 'kind', nodeImage: 'offline', manifests: 'm' })).toEqual({
    environment: 'kind',
    target: 'reference',
    manifests: 'm',
    nodeImage: 'offline',
    kept: false,
    run: { runId: 'run-1', prefixes: ['k1'] },
  });
});

test('an existing installation gets its access options, the run id and the name prefixes', () => {
  expect(
    chosen({ environment: 'existing', context: 'prod', namespacePool: ['a', 'b'], allow: ['tokens-after-restart'] }),
  ).toEqual({
    environment: 'existing',
    context: 'prod',
    namespacePool: ['a', 'b'],
    allowed: ['tokens-after-restart'],
    runId: 'run-1',
    prefixes: ['k1'],
  });
  expect(() => chosen({ environment: 'existing', target: 'binary:x' })).toThrow('--target and --manifests');
  expect(() => chosen({ context: 'prod' })).toThrow(
    '--context is only for --environment existing; this run uses --environment local',
  );
  expect(() => chosen({ allow: ['x'] })).toThrow('--allow is only for --environment existing');
});

test('an option of another environment is refused, and so is an unknown environment', () => {
  expect(() => chosen({ nodeImage: 'offline' })).toThrow(
    '--node-image is only for --environment kind; this run uses --environment local',
  );
  expect(() => chosen({ environment: 'kind', databaseUrl: 'mysql://x' })).toThrow(
    '--database-url is only for --environment local',
  );
  expect(() => chosen({ environment: 'moon' })).toThrow('--environment moon: expected one of local, kind, existing');
});
