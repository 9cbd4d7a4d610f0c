import { expect, test } from 'vitest';
import { kfpClient } from '../../clients/kfp.ts';
import { served } from '../../testing/served.ts';
import { ownPipelines } from './own-objects.ts';

/** One pipeline of the run and one of others; every page of versions leads to the same one. */
const endless = (asked: (path: string) => void): Promise<string> =>
  served((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://stub');
    asked(pathname);
    const versions = { pipeline_versions: [{ name: 'v', pipeline_version_id: 'v' }], next_page_token: 'again' };
    const pipelines = ['k-00000000', 'others'].map((name) => ({ name, pipeline_id: name }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(pathname.endsWith('/versions') ? versions : { pipelines }));
  });

const readerOf = (origin: string, signal: AbortSignal) =>
  ownPipelines([{ kfp: kfpClient({ origin }, { record: () => {}, timeoutMs: 5_000, signal }) }], 'k');

test('a listing of versions that does not end is an error, and versions of others are not asked for', async () => {
  const asked: string[] = [];
  const reader = readerOf(await endless((path) => void asked.push(path)), new AbortController().signal);
  await expect(reader.versions()).rejects.toThrow(
    /^the listing of the versions of pipeline k-00000000 does not end: .* repeated a page token$/,
  );
  expect(asked.filter((path) => path.includes('others'))).toEqual([]);
});

// Why: a multi-user server answers five such requests a second, and an interrupted run went on for half an hour.
test('an interruption ends the reading of versions', async () => {
  const controller = new AbortController();
  const origin = await endless((path) => {
    if (path.endsWith('/versions')) controller.abort(new Error('interrupted by a test'));
  });
  await expect(readerOf(origin, controller.signal).versions()).rejects.toThrow('interrupted by a test');
});
