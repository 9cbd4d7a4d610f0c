import { expect, test } from 'vitest';
import type { InstalledApiServer } from '../connection/api-server.ts';
import { reportedStorage } from './reported-storage.ts';

const place = { namespace: 'kubeflow', service: 'ml-pipeline' };
const deployment = (part: Partial<InstalledApiServer['deployment']>): InstalledApiServer['deployment'] => ({
  name: 'ml-pipeline',
  images: [],
  replicas: 1,
  ready: 1,
  env: {},
  args: [],
  serviceAccount: 'default',
  ...part,
});

test('the report of the server counts, else the arguments of its Deployment', () => {
  const old = { release: '2.4.0' };
  expect(reportedStorage({ ...old, store: 'kubernetes' }, undefined, place)).toBe('kubernetes');
  expect(reportedStorage(old, deployment({ args: ['--pipelinesStoreKubernetes=true'] }), place)).toBe('kubernetes');
  expect(reportedStorage(old, deployment({ env: { PIPELINES_STORE_KUBERNETES: 'true' } }), place)).toBe('kubernetes');
  expect(reportedStorage(old, deployment({ args: ['--pipelinesStoreKubernetes=false'] }), place)).toBe('database');
});

// Why: without a report and without the right to read the Deployment, the lanes of the database were run.
test('where neither can be read, the storage mode is undecided', () => {
  expect(() => reportedStorage({ release: '2.4.0' }, undefined, place)).toThrow(
    /not known where .* \(2\.4\.0\) .*list deployments in namespace kubeflow, .*--installation-namespace$/,
  );
});
