import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { onTestFinished } from 'vitest';
import type { ReleaseArchive } from '../release-archives.ts';
import { createAuthority } from '../../../certificates/authority.ts';

/** An https server on loopback that replaces the download server; it ends with the calling test. */
export const releaseServer = async (
  listener: RequestListener,
): Promise<{ readonly url: string; readonly ca: string }> => {
  const authority = await createAuthority();
  const { certificate: cert, key } = await authority.server('releases');
  const server = createServer({ cert, key }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`, ca: authority.certificate };
};

const folder = 'kubernetes/server/bin';

/** The gzipped tar of a release, with shell scripts in place of the programs, and other files. */
export const packRelease = async (programs: Readonly<Record<string, string>>): Promise<Buffer> => {
  const tar = pack();
  tar.entry({ name: 'kubernetes/LICENSES', mode: 0o644 }, 'as is');
  for (const [name, printed] of Object.entries(programs)) {
    tar.entry({ name: `${folder}/${name}`, mode: 0o755 }, `#!/bin/sh\necho '${printed}'\n`);
    tar.entry({ name: `${folder}/${name}.docker_tag` }, 'v0');
  }
  tar.finalize();
  return buffer(tar.pipe(createGzip()));
};

/** The entry of fixtures/versions.yaml for these bytes. */
export const releaseArchive = (url: string, bytes: Buffer, version: string, programs: string[]): ReleaseArchive => ({
  file: new URL(url).pathname.slice(1),
  url,
  version,
  sha512: createHash('sha512').update(bytes).digest('hex'),
  folder,
  programs,
});
