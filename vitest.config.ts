import path from 'node:path';
import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';
import { packageRoot } from './src/package-path.ts';
import { patience } from './src/waiting/slowness.ts';

const built = !import.meta.filename.endsWith('.ts');
const sameKind = (file: string) => (built ? `dist/${file.replace(/\.ts$/, '.js')}` : file);
const from = (file: string) => path.join(packageRoot, sameKind(file));

/** Suites talk to servers that are started once: scenarios overlap inside a file, files inside a worker. */
const suites = {
  // An installed package lies under node_modules, which vitest leaves out otherwise.
  exclude: [],
  pool: 'threads' as const,
  isolate: false,
  maxConcurrency: 18,
  // The last resort: a scenario has a limit of its own, which follows its writes, after the wait for its target.
  testTimeout: patience(30 * 60_000),
  hookTimeout: patience(60_000),
};

/** The suites; global-setup.ts knows by the project's name where they run. */
const conformance = (name: string) => ({
  test: {
    name,
    include: [sameKind('suites/conformance/*/*.suite.ts')],
    globalSetup: [from('src/runner/vitest/global-setup.ts')],
    setupFiles: [from('src/runner/vitest/suite-adapter.ts')],
    ...suites,
  },
});

/** The proof that their checks can fail. */
const proof = (name: string) => ({
  test: {
    name,
    include: [sameKind('src/mutants/proof.mutants.ts')],
    globalSetup: [from('src/runner/vitest/global-setup.ts')],
    ...suites,
  },
});

/** Waiting costs nothing where what is waited for comes. */
const expectations = { poll: { timeout: patience(10_000) } };

/** Tests that use a container engine, one file at a time. */
const inEngine = {
  testTimeout: patience(5 * 60_000),
  // Started by hand, they make what `npm test` has made before.
  hookTimeout: patience(40 * 60_000),
  expect: expectations,
  fileParallelism: false,
};

/** Tests that run the whole harness several times, in one environment. */
const drilled = { testTimeout: patience(5 * 60_000), hookTimeout: patience(90_000), maxConcurrency: 4 };

/** Those that need nothing but the engine; the others start clusters of the node image that is built here. */
const engineAlone = ['src/targets/image.integration.ts'];

export default defineConfig({
  // An installed package may lie in a folder that nobody can write to.
  cacheDir: path.join(tmpdir(), 'kfp-conformance-vite'),
  test: {
    tags: [{ name: 'long', description: 'what `npm test` leaves to `npm run test:long`' }],
    // Of ending an environment, and a cluster, after the last test.
    teardownTimeout: patience(90_000),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,suites,fixtures,scripts}/**/*.test.ts'],
          testTimeout: patience(30_000),
          hookTimeout: patience(90_000),
          expect: expectations,
        },
      },
      // Needs Chromium.
      {
        test: {
          name: 'browser',
          include: ['src/**/*.browser.ts'],
          testTimeout: patience(60_000),
          hookTimeout: patience(60_000),
          expect: expectations,
        },
      },
      // These, `kind` and `kind-mutants` need a container engine, or root on a Debian-like machine.
      { test: { name: 'image', include: engineAlone, ...inEngine } },
      { test: { name: 'cluster', include: ['{src,scripts}/**/*.integration.ts'], exclude: engineAlone, ...inEngine } },
      // Its runs mostly wait for what a fault keeps from them, so that more of them than cores go on side by side.
      { test: { name: 'fault-drill', include: ['scripts/fault-drill/*.drill.ts'], ...drilled } },
      // Each test runs the whole command `load`, which wants the machine for itself.
      { test: { name: 'load', include: ['scripts/load-drill/*.drill.ts'], ...drilled, fileParallelism: false } },
      conformance('conformance'),
      proof('mutants'),
      conformance('kind'),
      proof('kind-mutants'),
    ],
  },
});
