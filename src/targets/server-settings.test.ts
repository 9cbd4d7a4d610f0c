import { expect, test } from 'vitest';
import { serverSettings, type ServerPaths } from './server-settings.ts';

const paths: ServerPaths = {
  config: '/config',
  home: '/home',
  temporary: '/tmp',
  http: '127.0.0.1:1',
  rpcPort: 2,
  webhook: '127.0.0.1:3',
  certificate: '/crt',
  key: '/key',
  database: { host: '127.0.0.1', port: 4, user: 'root', password: '', name: 'kfp' },
  objectStore: { host: '127.0.0.1', port: 5 },
  systemNamespace: 'kfp',
  sharedNamespace: 'kfp-shared',
};

const envOf = (clientLimits?: 'of-variant' | 'own') =>
  serverSettings({ storage: 'kubernetes', variant: 'multi-user', ...(clientLimits && { clientLimits }) }, paths).env;

// A measurement of a target whose limits were raised silently would say nothing about the target in production.
test('a target with limits of its own has none of the variant, and all other settings of it', () => {
  const { CLIENTQPS, CLIENTBURST, ...others } = envOf();
  expect([CLIENTQPS, CLIENTBURST]).toEqual(['1000', '2000']);
  expect(envOf('of-variant')).toEqual(envOf());
  expect(envOf('own')).toEqual(others);
  expect(others).toMatchObject({ MULTIUSER: 'true', KUBEFLOW_USERID_HEADER: 'kubeflow-userid' });
});
