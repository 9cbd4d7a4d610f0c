import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readPipelineFile } from './pipeline-file.ts';

const spec = {
  components: { 'comp-a': { executorLabel: 'exec-a' } },
  deploymentSpec: { executors: { 'exec-a': { container: { image: 'busybox' } } } },
  pipelineInfo: { name: 'train' },
  root: { dag: { tasks: { a: { componentRef: { name: 'comp-a' } } } } },
  schemaVersion: '2.1.0',
};
const yaml = `# comment\n${JSON.stringify(spec)}\n---\n`;

const read = (name: string, content: string | Buffer) => readPipelineFile(name, Buffer.from(content));

const tarGzip = async (files: Record<string, string | Buffer>): Promise<Buffer> => {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content);
  tar.finalize();
  return gzipSync(await buffer(tar));
};

/** README.md and pipeline.yaml (pipelineInfo.name, root and schemaVersion), packed with Python's zipfile. */
const zip = Buffer.from(
  'UEsDBBQAAAAIAMYRd12DFtyMAwAAAAEAAAAJAAAAUkVBRE1FLm1kqwAAUEsDBBQAAAAIAMYRd122hDREOwAAADoAAAANAAAAcGlwZWxpbmUueWFtbCvILEjNycxL9cxLy7dSqM5LzE21UigpSszMq+Uqys8vAYrVchUnZ6TmJoalFhVn5udZKRjpGeoZcAEAUEsBAhQDFAAAAAgAxhF3XYMW3IwDAAAAAQAAAAkAAAAAAAAAAAAAAIABAAAAAFJFQURNRS5tZFBLAQIUAxQAAAAIAMYRd122hDREOwAAADoAAAANAAAAAAAAAAAAAACAASoAAABwaXBlbGluZS55YW1sUEsFBgAAAAACAAIAcgAAAJAAAAAAAA==',
  'base64',
);

describe('readPipelineFile', () => {
  it('reads a zip', async () => {
    const expected = { pipelineInfo: { name: 'train' }, root: {}, schemaVersion: '2.1.0' };
    expect((await readPipelineFile('p.zip', zip)).pipelineSpec).toEqual(expected);
  });

  it('reads JSON with escaped surrogate pairs as JSON', async () => {
    const text = JSON.stringify({ ...spec, pipelineInfo: { name: 'train', description: 'EMOJI' } }).replace(
      'EMOJI',
      '\\ud83d\\ude00',
    );
    const definition = await read('p.json', text);
    expect(definition.pipelineSpec).toMatchObject({ pipelineInfo: { description: '😀' } });
  });

  it('reads YAML with a comment and an empty second document', async () => {
    expect(await read('p.yaml', yaml)).toEqual({ kind: 'v2', pipelineSpec: spec, platformSpec: undefined });
  });

  it('keeps a platform spec only when it configures kubernetes', async () => {
    const kubernetes = { platforms: { kubernetes: { deploymentSpec: {} }, other: {} } };
    const files = [kubernetes, { platforms: { other: {} } }, { platforms: {} }];
    const platforms = files.map(async (file) =>
      read('p.yaml', `${JSON.stringify(spec)}\n---\n${JSON.stringify(file)}`),
    );
    const specs = (await Promise.all(platforms)).map(
      (definition) => 'platformSpec' in definition && definition.platformSpec,
    );
    expect(specs).toEqual([kubernetes, undefined, undefined]);
  });

  it('finds pipeline.yaml anywhere in an archive, else takes the first file', async () => {
    for (const files of [{ 'x.yaml': 'a: [', 'pipeline.yaml': yaml }, { 'any.yml': yaml }]) {
      expect((await read('p.tar.gz', await tarGzip(files))).pipelineSpec).toEqual(spec);
    }
    await expect(read('p.tar.gz', await tarGzip({ 'README.md': yaml }))).rejects.toThrow('pipeline.yaml');
  });

  it('takes an Argo workflow for v1', async () => {
    expect((await read('a.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n')).kind).toBe('v1');
  });

  const without = (key: string) => JSON.stringify({ ...spec, [key]: undefined });
  it.each([
    ['a broken flow', 'p.yaml', 'a: ['],
    ['nothing', 'p.yaml', ''],
    ['a scalar', 'p.yaml', 'hello'],
    ['HTML', 'p.yaml', '<html><body>not found</body></html>'],
    ['bytes that are no UTF-8', 'p.yaml', Buffer.from([0xff, 0xfe, 0x00])],
    ['an unknown suffix', 'p.txt', yaml],
    ['a broken zip', 'p.zip', 'PK\x03\x04rest'],
    ['a broken tar.gz', 'p.tar.gz', Buffer.from([0x1f, 0x8b, 0, 0])],
    ['no pipelineInfo', 'p.json', without('pipelineInfo')],
    ['no root', 'p.json', without('root')],
    ['no schemaVersion', 'p.json', without('schemaVersion')],
    ['an unknown field', 'p.json', JSON.stringify({ ...spec, nope: 1 })],
    ['an upper-case name', 'p.json', JSON.stringify({ ...spec, pipelineInfo: { name: 'Train' } })],
    ['two specs', 'p.yaml', `${JSON.stringify(spec)}\n---\n${JSON.stringify(spec)}`],
    ['half a surrogate pair', 'p.json', JSON.stringify({ ...spec, sdkVersion: 'X' }).replace('X', '\\ud83d')],
    ['an infinite number', 'p.yaml', yaml.replace('"busybox"', '.inf')],
    ['deep nesting', 'p.json', `{"root":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ])('refuses %s', async (_title, name, content) => {
    await expect(read(name, content)).rejects.toMatchObject({ name: 'ApiError', kind: 'invalid' });
  });

  it('refuses aliases that unfold without bound', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(',')}]`,
    );
    await expect(read('p.yaml', `l0: &l0 [x]\n${levels.join('\n')}`)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('refuses an archive that unpacks to more than the limit', async () => {
    const bomb = await tarGzip({ 'pipeline.yaml': Buffer.alloc(64 * 1024 * 1024, 0x20) });
    await expect(read('p.tar.gz', bomb)).rejects.toMatchObject({ kind: 'invalid' });
  });
});
