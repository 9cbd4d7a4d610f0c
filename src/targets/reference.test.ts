import { afterEach, expect, test, vi } from 'vitest';
import { loadedBy } from '../testing/loaded-modules.ts';
import { referenceTarget } from './reference.ts';

afterEach(() => vi.unstubAllEnvs());

test('processes of the reference share a compile cache', () => {
  vi.stubEnv('NODE_COMPILE_CACHE', undefined);
  vi.stubEnv('KFP_CONFORMANCE_CACHE', '/cache');
  const { env } = referenceTarget().command(['--disableWebhook'], { HOME: '/home' });
  expect(env).toMatchObject({ HOME: '/home', NODE_COMPILE_CACHE: '/cache/compiled' });
});

// Each of these packages has about a hundred files, and a run starts dozens of processes.
test('a process of the reference loads storage clients and archive readers only when it needs them', async () => {
  const program = `
    await import('./src/reference/main.ts');
    const { createServer } = await import('./src/reference/rest/server.ts');
    createServer('error').get('/', async () => ({}));
  `;
  const { code, output, packages } = await loadedBy('--input-type=module', '--eval', program);
  expect({ code, output }).toEqual({ code: 0, output: '' });
  expect(packages).toContain('fastify');
  const loadedLater = ['kysely', 'mysql2', 'undici', 'ajv', 'yaml', 'yauzl', 'tar-stream'];
  expect(packages.filter((name) => loadedLater.includes(name))).toEqual([]);
});
