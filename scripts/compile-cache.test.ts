import { afterEach, expect, test, vi } from 'vitest';
import { compileCacheDirectory as ofTheHarness } from '../src/components/compile-cache.ts';
// @ts-expect-error plain JavaScript, which runs before anything is compiled
import { compileCacheDirectory as untyped } from './compile-cache.mjs';

const ofTheCommand = untyped as () => string;

afterEach(() => vi.unstubAllEnvs());

// Two folders would mean that targets compile again what the command has compiled, or a cache where nobody looks for one.
test.each([
  ['a folder of its own', { KFP_CONFORMANCE_CACHE: 'own/cache', XDG_CACHE_HOME: '/shared' }],
  ['the shared one', { KFP_CONFORMANCE_CACHE: '', XDG_CACHE_HOME: '/shared' }],
  ['not a relative one', { KFP_CONFORMANCE_CACHE: '', XDG_CACHE_HOME: 'shared' }],
  ['that of the home', { KFP_CONFORMANCE_CACHE: '', XDG_CACHE_HOME: '' }],
])('the command and the harness keep what is compiled in the same place: %s', (_name, variables) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  expect(ofTheCommand()).toBe(ofTheHarness());
});
