import { expect, test } from 'vitest';
import { versions } from '../versions.ts';
import { chooseArchives, releaseArchives } from './release-archives.ts';

// Why: if a version changes without its hashes, every machine would download the archive and reject it.
test.each(versions.releases)('the downloaded version of $toolchain is the built version', ({ toolchain, version }) => {
  expect(version).toBe(versions.toolchains[toolchain]);
});

test.each(versions.releases)('the URL of $toolchain contains the version', ({ url, version }) => {
  expect(url).toContain(`/v${version}/`);
});

test.each([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
] as const)('on Linux and %s, the archives for %s are used', (architecture, word) => {
  const archives = releaseArchives('linux', architecture);
  const folder = `https://dl.k8s.io/v${versions.toolchains.kubernetes}`;
  expect(archives.map(({ url }) => url)).toEqual([
    `${folder}/kubernetes-client-linux-${word}.tar.gz`,
    `${folder}/kubernetes-server-linux-${word}.tar.gz`,
  ]);
});

test('other platforms have no archives', () => {
  expect(releaseArchives('darwin', 'arm64')).toEqual([]);
  expect(releaseArchives('linux', 'riscv64')).toEqual([]);
});

const choice = (...names: Parameters<typeof chooseArchives>[0]) =>
  chooseArchives(names, releaseArchives('linux', 'x64')).map(({ archive, names: taken }) => [archive.file, ...taken]);

// Why: the server archive is large, because it contains the control plane and its images.
test('kubectl alone is downloaded in the small client archive', () => {
  expect(choice('etcd', 'kubectl')).toEqual([['kubernetes-client-linux-amd64.tar.gz', 'kubectl']]);
});

test('a single archive is chosen if it contains all available programs', () => {
  expect(choice('kube-apiserver', 'kubectl', 'k6')).toEqual([
    ['kubernetes-server-linux-amd64.tar.gz', 'kube-apiserver', 'kubectl'],
  ]);
});

test('nothing is downloaded for programs that no archive contains', () => {
  expect(choice('etcd', 'k6')).toEqual([]);
});
