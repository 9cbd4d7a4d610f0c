import { expect, test } from 'vitest';
import { versions } from '../versions.ts';
import { chooseArchives, releaseArchives } from './release-archives.ts';

// Why: a version changed without its hashes would be downloaded, and refused, on every machine.
test.each(versions.releases)('$toolchain is downloaded in the version that is built', ({ toolchain, version }) => {
  expect(version).toBe(versions.toolchains[toolchain]);
});

test.each(versions.releases)("$toolchain's addresses name the version", ({ url, version }) => {
  expect(url).toContain(`/v${version}/`);
});

test.each([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
] as const)('on Linux and %s, archives for %s are taken', (architecture, word) => {
  const archives = releaseArchives('linux', architecture);
  const folder = `https://dl.k8s.io/v${versions.toolchains.kubernetes}`;
  expect(archives.map(({ url }) => url)).toEqual([
    `${folder}/kubernetes-client-linux-${word}.tar.gz`,
    `${folder}/kubernetes-server-linux-${word}.tar.gz`,
  ]);
});

test('other machines have no archives', () => {
  expect(releaseArchives('darwin', 'arm64')).toEqual([]);
  expect(releaseArchives('linux', 'riscv64')).toEqual([]);
});

const choice = (...names: Parameters<typeof chooseArchives>[0]) =>
  chooseArchives(names, releaseArchives('linux', 'x64')).map(({ archive, names: taken }) => [archive.file, ...taken]);

// Why: the server's archive holds the control plane and its images.
test('kubectl alone comes from the small archive', () => {
  expect(choice('etcd', 'kubectl')).toEqual([['kubernetes-client-linux-amd64.tar.gz', 'kubectl']]);
});

test('one archive is enough where it holds everything', () => {
  expect(choice('kube-apiserver', 'kubectl', 'k6')).toEqual([
    ['kubernetes-server-linux-amd64.tar.gz', 'kube-apiserver', 'kubectl'],
  ]);
});

test('nothing is downloaded for what no archive holds', () => {
  expect(choice('etcd', 'k6')).toEqual([]);
});
