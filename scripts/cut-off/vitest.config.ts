import path from 'node:path';
import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';
import { patience } from '../../src/waiting/slowness.ts';

/** Tests that hang, with a time-out that cuts them off soon after they have acquired their resources. */
export default defineConfig({
  cacheDir: path.join(tmpdir(), 'kfp-conformance-vite'),
  root: import.meta.dirname,
  test: {
    include: ['*.cases.ts'],
    testTimeout: patience(2_000),
    hookTimeout: patience(60_000),
    expect: { poll: { timeout: patience(10_000) } },
  },
});
