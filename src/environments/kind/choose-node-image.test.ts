import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import type { ContainerEngine } from '../../containers/container-engine.ts';
import { versions } from '../../components/versions.ts';
import { chooseNodeImage } from './choose-node-image.ts';

let directory: string;
let server: Server;
let asked: string[];
beforeEach(async () => {
  asked = [];
  directory = await temporaryDirectory();
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('[{"RepoTags":[]}]');
  }).listen(path.join(directory, 'docker.sock'));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const choose = (source: ContainerEngine['source'], wanted?: string) => {
  const address = `unix://${path.join(directory, 'docker.sock')}`;
  const engine = { address, source, version: '1', env: {}, broken: new AbortController().signal } as ContainerEngine;
  return chooseNodeImage(engine, wanted, { line: () => {} }, new AbortController().signal);
};

test('a requested image is used unchanged', async () => {
  expect(await choose('own', 'kindest/node:v1.33.1')).toBe('kindest/node:v1.33.1');
});

test('the published image is used in the engine of the machine, which can pull it, and in an own engine that has it', async () => {
  expect(await choose('machine')).toBe(versions['node-image']);
  expect(asked).toEqual([]);
  expect(await choose('own')).toBe(versions['node-image']);
  expect(asked).toHaveLength(1);
});

// Why: a tag without a digest may refer to another image tomorrow.
test('the published image is pinned by its digest', () => {
  expect(versions['node-image']).toMatch(/^kindest\/node:v1\.\d+\.\d+@sha256:[0-9a-f]{64}$/);
});
