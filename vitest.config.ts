import path from 'node:path';
import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';

const built = !import.meta.filename.endsWith('.ts');
const from = (file: string) => path.join(import.meta.dirname, built ? file.replace(/\.ts$/, '.js') : file);

/** Suites talk to servers that are started once: scenarios overlap inside a file, files inside a worker. */
const suites = {
  pool: 'threads' as const,
  isolate: false,
  maxConcurrency: 12,
  testTimeout: 15 * 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  // An installed package may lie in a folder that nobody can write to.
  cacheDir: path.join(tmpdir(), 'kfp-conformance-vite'),
  test: {
    projects: [
      { test: { name: 'unit', include: ['{src,suites,fixtures,scripts}/**/*.test.ts'], testTimeout: 20_000 } },
      {
        test: {
          name: 'conformance',
          include: [built ? 'suites/conformance/*.suite.js' : 'suites/conformance/*.suite.ts'],
          globalSetup: [from('src/runner/vitest/global-setup.ts')],
          setupFiles: [from('src/runner/vitest/suite-adapter.ts')],
          ...suites,
        },
      },
      {
        test: {
          name: 'mutants',
          include: [built ? 'src/mutants/proof.mutants.js' : 'src/mutants/proof.mutants.ts'],
          globalSetup: [from('src/runner/vitest/global-setup.ts')],
          ...suites,
        },
      },
    ],
  },
});
