import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { trustVariables } from './script-trust.ts';

const tunnel = { origin: 'https://127.0.0.1:6443', skipTlsVerify: true };
const gateway = { origin: 'https://kfp.example.com' };

// Why: k6 has one switch for all servers, and sent a token to one that was to be verified and was not.
test('a server is not left unverified because of another one', async () => {
  const directory = await temporaryDirectory();
  await expect(trustVariables([tunnel, gateway], directory)).rejects.toThrow(
    /^the certificate of https:\/\/127\.0\.0\.1:6443 is not to be verified and that of https:\/\/kfp\.example\.com is/,
  );
  await expect(trustVariables([gateway, tunnel], directory)).rejects.toThrow(/verifies all or none/);
});

test('verification is off where that is wanted of every server with a certificate', async () => {
  const directory = await temporaryDirectory();
  const off = { K6_INSECURE_SKIP_TLS_VERIFY: 'true' };
  expect(await trustVariables([tunnel, { origin: 'http://127.0.0.1:8888' }], directory)).toEqual(off);
  expect(await trustVariables([tunnel, { ...gateway, skipTlsVerify: true }], directory)).toEqual(off);
  expect(await trustVariables([gateway], directory)).toEqual({});
});
