import { afterEach, expect, test, vi } from 'vitest';
import { loadedBy } from '../testing/loaded-modules.ts';
import { referenceTarget } from './reference.ts';

afterEach(() => vi.unstubAllEnvs());

test('what a process of the reference compiled is there for the next', () => {
  vi.stubEnv('NODE_COMPILE_CACHE', undefined);
  vi.stubEnv('KFP_CONFORMANCE_CACHE', '/cache');
  const { env } = referenceTarget().command(['--disableWebhook'], { HOME: '/home' });
  expect(env).toMatchObject({ HOME: '/home', NODE_COMPILE_CACHE: '/cache/compiled' });
});

// Each of these is a hundred files, loaded by dozens of processes in a run.
test('a process of the reference loads the client of its own store alone, and what reads archives when one comes', async () => {
  const program = `
    await import('./src/reference/main.ts');
    const { createServer } = await import('./src/reference/rest/server.ts');
    createServer('error').get('/', async () => ({}));
  `;
  const { code, output, packages } = await loadedBy('--input-type=module', '--eval', program);
  expect({ code, output }).toEqual({ code: 0, output: '' });
  expect(packages).toContain('fastify');
  const late = ['kysely', 'mysql2', 'undici', 'ajv', 'yaml', 'yauzl', 'tar-stream'];
  expect(packages.filter((name) => late.includes(name))).toEqual([]);
});
