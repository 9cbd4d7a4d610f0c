import { expect, test } from 'vitest';
import { EnvironmentError } from '../failures/environment-error.ts';
import { buildDigests } from './build-digests.ts';

const environment = { broken: new AbortController().signal };
const binary = { kind: 'binary', sha256: '1' } as const;

test('the digests of a binary and of its image are those of the build, each once', async () => {
  const host = { digests: async () => ['sha256:2', 'sha256:1', 'sha256:2'] };
  expect(await buildDigests({ host, target: binary, environment })).toEqual({ digests: ['sha256:1', 'sha256:2'] });
  expect(await buildDigests({ host: {}, target: { kind: 'reference' }, environment })).toEqual({ digests: [] });
});

// Why: the reason was dropped, and a later `report RUN --with OTHER` could only say that there was no digest.
test('the reason why digests could not be read is kept', async () => {
  const refused = { digests: () => Promise.reject(new EnvironmentError('the user may not list pods')) };
  expect(await buildDigests({ host: refused, target: { kind: 'installation' }, environment })).toEqual({
    digests: [],
    unread: 'the user may not list pods',
  });
  expect(await buildDigests({ host: refused, target: binary, environment })).toMatchObject({ digests: ['sha256:1'] });
  const broken = { broken: AbortSignal.abort() };
  expect(await buildDigests({ host: refused, target: { kind: 'installation' }, environment: broken })).toEqual({
    digests: [],
    unread: 'the environment had failed',
  });
});
