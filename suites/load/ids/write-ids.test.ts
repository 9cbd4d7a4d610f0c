import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { served } from '../../../src/testing/served.ts';
import { temporaryDirectory } from '../../../src/testing/temporary-directory.ts';
import { patience } from '../../../src/waiting/slowness.ts';
import { runK6, scriptPath } from '../testing/run-k6.ts';

const timeout = patience(60_000);

/** Pipelines of a store in the order in which a server lists them; the middle one has a version. */
const [zero, one, two, other, version] = Array.from({ length: 5 }, () => crypto.randomUUID());
const pages = [
  {
    pipelines: [
      { name: 'load-00000002', pipeline_id: two },
      { name: 'another', pipeline_id: other },
    ],
    next_page_token: 'a/b',
  },
  {
    pipelines: [
      { name: 'load-00000000', pipeline_id: zero },
      { name: 'load-00000001', pipeline_id: one },
    ],
  },
] as const;

const store = (pageCount: number): Promise<string> =>
  served((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://store');
    const listed =
      searchParams.get('page_token') === 'a/b'
        ? pages[1]
        : { ...pages[0], ...(pageCount === 1 && { next_page_token: '' }) };
    const versions = pathname.includes(String(one)) ? { pipeline_versions: [{ pipeline_version_id: version }] } : {};
    response.end(JSON.stringify(pathname.endsWith('/versions') ? versions : listed));
  });

const written = async (pageCount: number) => {
  const directory = await temporaryDirectory();
  const [ids, versionIds] = [path.join(directory, 'ids'), path.join(directory, 'version-ids')];
  const settings = { KFP_URL: await store(pageCount), N: 3, IDS: ids, VERSION_IDS: versionIds };
  const { code, output } = await runK6(directory, scriptPath('ids/write-ids'), settings);
  const contents = (file: string) => readFile(file, 'utf8').catch(() => undefined);
  return { code, output, ids: await contents(ids), versionIds: await contents(versionIds) };
};

test(
  'the ids of pipelines and of their versions are written as records in the order of their indices',
  { timeout },
  async () => {
    const none = '-'.repeat(36);
    expect(await written(2)).toMatchObject({
      code: 0,
      ids: `${zero}${one}${two}`,
      versionIds: `${none}${version}${none}`,
    });
  },
);

test('a store that does not show all pipelines has no files', { timeout }, async () => {
  const { code, output, ids, versionIds } = await written(1);
  expect(output).toContain('the store shows no pipeline 0 of 3');
  expect({ code, ids, versionIds }).toEqual({ code: 107, ids: undefined, versionIds: undefined });
});

test('a list that leads back to a page is an error', { timeout }, async () => {
  const directory = await temporaryDirectory();
  const url = await served((_, response) => response.end(JSON.stringify({ ...pages[0], next_page_token: 'again' })));
  const settings = { KFP_URL: url, N: 3, IDS: path.join(directory, 'ids') };
  const { code, output } = await runK6(directory, scriptPath('ids/write-ids'), settings);
  expect(output).toContain('the list leads back to a page that was read: again');
  expect(code).toBe(107);
});
