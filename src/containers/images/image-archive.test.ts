import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { writeImageArchive } from './image-archive.ts';

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
});

// Why: an engine rejects an archive with wrong digests, and its message names neither the file nor the digest.
test('an archive contains a manifest, and each image under its digests', async () => {
  const content = path.join(directory, 'content');
  await mkdir(content);
  await writeFile(path.join(content, 'program'), 'x');
  const file = path.join(directory, 'images.tar.gz');
  const context = { what: 'a test', env: process.env, signal: new AbortController().signal };
  await writeImageArchive(
    context,
    [{ reference: 'registry.example/one:v1', layers: [{ directory: content }], config: { Entrypoint: ['/program'] } }],
    file,
  );
  const read = path.join(directory, 'read');
  await mkdir(read);
  execFileSync('tar', ['-xzf', file, '-C', read]);
  const [image] = JSON.parse(await readFile(path.join(read, 'manifest.json'), 'utf8')) as {
    Config: string;
    RepoTags: string[];
    Layers: string[];
  }[];
  expect(image?.RepoTags).toEqual(['registry.example/one:v1']);
  const sha256 = async (name: string) =>
    createHash('sha256')
      .update(await readFile(path.join(read, name)))
      .digest('hex');
  expect(image?.Config).toBe(`${await sha256(image?.Config ?? '')}.json`);
  const layer = image?.Layers[0] ?? '';
  expect(layer).toBe(`${await sha256(layer)}.tar`);
  expect(JSON.parse(await readFile(path.join(read, image?.Config ?? ''), 'utf8'))).toMatchObject({
    os: 'linux',
    config: { Entrypoint: ['/program'] },
    rootfs: { diff_ids: [`sha256:${await sha256(layer)}`] },
  });
  expect(execFileSync('tar', ['-tf', path.join(read, layer)], { encoding: 'utf8' })).toContain('./program');
});

// Why: the user of the image could not read a file that only its builder can read.
test('all users can read a layer with a given owner, and only the owner can write it', async () => {
  const data = path.join(directory, 'data');
  await mkdir(data);
  await writeFile(path.join(data, 'private'), 'x', { mode: 0o600 });
  const file = path.join(directory, 'image.tar');
  const context = { what: 'a test', env: process.env, signal: new AbortController().signal };
  await writeImageArchive(
    context,
    [{ reference: 'a/b:c', layers: [{ directory: data, owner: 65532 }], config: {} }],
    file,
  );
  const read = path.join(directory, 'read');
  await mkdir(read);
  execFileSync('tar', ['-xf', file, '-C', read]);
  const [image] = JSON.parse(await readFile(path.join(read, 'manifest.json'), 'utf8')) as { Layers: string[] }[];
  const listed = execFileSync('tar', ['-tvf', path.join(read, image?.Layers[0] ?? '')], { encoding: 'utf8' });
  expect(listed).toMatch(/^-rw-r--r-- 65532\/65532 .* \.\/private$/m);
});
