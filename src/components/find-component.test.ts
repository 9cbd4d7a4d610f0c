import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { findComponent } from './find-component.ts';
import { releaseArchives } from './releases/release-archives.ts';
import { releaseEntry } from './releases/release-entry.ts';
import { versions } from './versions.ts';

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
  vi.stubEnv('KFP_CONFORMANCE_CACHE', path.join(directory, 'cache'));
  vi.stubEnv('PATH', '/usr/bin:/bin');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const program = (version: string) =>
  writeFile(path.join(directory, 'etcd'), `#!/bin/sh\necho 'etcd Version: ${version}'\n`, { mode: 0o755 });

test('a component in KUBEBUILDER_ASSETS is used if its version is accepted', async () => {
  await program(versions.toolchains.etcd);
  vi.stubEnv('KUBEBUILDER_ASSETS', directory);
  expect((await findComponent('etcd')).component).toEqual({
    path: path.join(directory, 'etcd'),
    version: versions.toolchains.etcd,
    source: 'KUBEBUILDER_ASSETS',
  });
});

test('a component in another version is passed over and reported', async () => {
  await program('3.4.0');
  vi.stubEnv('PATH', `${directory}:/usr/bin:/bin`);
  const { component, passedOver } = await findComponent('etcd');
  expect(component).toBeUndefined();
  expect(passedOver).toEqual([`${path.join(directory, 'etcd')} (3.4.0)`]);
});

// Why: a program that cannot run (for another platform, a broken link) must not make the set-up fail.
test('a component that does not report its version is passed over', async () => {
  await writeFile(path.join(directory, 'etcd'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  vi.stubEnv('PATH', `${directory}:/usr/bin:/bin`);
  expect((await findComponent('etcd')).passedOver).toEqual([`${path.join(directory, 'etcd')} (unknown version)`]);
});

const archive = releaseArchives().find(({ programs }) => programs.includes('kube-apiserver'));

test.skipIf(archive === undefined)('a downloaded component is found with its source', async () => {
  const entry = releaseEntry('kube-apiserver', archive!);
  await mkdir(entry, { recursive: true });
  await writeFile(path.join(entry, 'kube-apiserver'), '', { mode: 0o755 });
  expect(await findComponent('kube-apiserver')).toEqual({
    component: {
      path: path.join(entry, 'kube-apiserver'),
      version: versions.toolchains.kubernetes,
      source: 'downloaded',
    },
    passedOver: [],
  });
});
