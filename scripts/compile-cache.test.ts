import { afterEach, expect, test, vi } from 'vitest';
import { compileCacheDirectory as ofTheHarness } from '../src/components/compile-cache.ts';
// @ts-expect-error plain JavaScript, which runs before TypeScript is compiled
import { compileCacheDirectory as untyped } from './compile-cache.mjs';

const ofTheCommand = untyped as () => string;

afterEach(() => vi.unstubAllEnvs());

// Why: with different folders, targets would compile again what the command has compiled.
test.each([
  ['the folder of KFP_CONFORMANCE_CACHE', { KFP_CONFORMANCE_CACHE: 'own/cache', XDG_CACHE_HOME: '/shared' }],
  ['the folder of XDG_CACHE_HOME', { KFP_CONFORMANCE_CACHE: '', XDG_CACHE_HOME: '/shared' }],
  ['a relative XDG_CACHE_HOME is ignored', { KFP_CONFORMANCE_CACHE: '', XDG_CACHE_HOME: 'shared' }],
  ['the home directory', { KFP_CONFORMANCE_CACHE: '', XDG_CACHE_HOME: '' }],
])('the command and the harness use the same compile cache: %s', (_name, variables) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  expect(ofTheCommand()).toBe(ofTheHarness());
});
