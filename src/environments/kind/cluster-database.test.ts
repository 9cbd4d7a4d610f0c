import { expect, test } from 'vitest';
import { initialStatements } from '../../components/mariadb-settings.ts';
import { databaseObjects } from './cluster-database.ts';

// Why: any user who can read pods could read a password in a Deployment's arguments or environment variables.
test('the manifests are completed, and only the Secret contains the password', async () => {
  const statements = initialStatements('%', 'the-password');
  const objects = await databaseObjects('kfp-conformance/database:0123', statements, 30_007);
  const of = (kind: string) => objects.find((object) => (object as { kind: string }).kind === kind);
  expect(of('Secret')).toMatchObject({ stringData: { 'init.sql': statements } });
  expect(of('Service')).toMatchObject({ spec: { ports: [{ port: 3306, nodePort: 30_007 }] } });
  expect(of('Deployment')).toMatchObject({
    spec: { template: { spec: { containers: [{ image: 'kfp-conformance/database:0123' }] } } },
  });
  const others = objects.filter((object) => object !== of('Secret'));
  expect(JSON.stringify(others)).not.toContain('the-password');
  expect((objects[0] as { kind: string }).kind).toBe('Namespace');
});
