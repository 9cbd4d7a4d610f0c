import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { createServer as createProxy, type RequestListener, type ServerResponse } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { recordedProgress } from '../../testing/recorded-progress.ts';
import { packRelease, releaseArchive, releaseServer } from '../../testing/release-server.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { componentCache } from '../cache-entry.ts';
import type { ComponentName } from '../recipe.ts';
import { downloadLimits } from './download-limits.ts';
import { downloadOrBuild, type ReleaseSource } from './download-or-build.ts';

const version = '1.34.4';
const serverPrograms = {
  'kube-apiserver': `Kubernetes v${version}`,
  'kube-controller-manager': `Kubernetes v${version}`,
};
const clientPrograms = { kubectl: `Client Version: v${version}` };
const never = new AbortController().signal;
let release: Buffer;

beforeEach(async () => {
  vi.stubEnv('KFP_CONFORMANCE_CACHE', await temporaryDirectory());
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'KFP_CONFORMANCE_DOWNLOADS']) vi.stubEnv(name, undefined);
  release = await packRelease(serverPrograms);
});
afterEach(() => void vi.unstubAllEnvs());

const cached = async (): Promise<readonly string[]> => (await readdir(componentCache())).toSorted();

/** A source with one archive, which a server answers for in its own way. */
const sourceOf = async (listener: RequestListener): Promise<ReleaseSource> => {
  const { url, ca } = await releaseServer(listener);
  const archive = releaseArchive(`${url}server.tar.gz`, release, version, Object.keys(serverPrograms));
  return { archives: [archive], limits: downloadLimits, ca, write: createWriteStream };
};

/** A source that takes a connection and says nothing, not even for TLS. */
const silentSource = async (): Promise<ReleaseSource> => {
  const silent = createServer();
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const source = await sourceOf(() => {});
  const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}/server.tar.gz`;
  return { ...source, archives: source.archives.map((archive) => ({ ...archive, url })) };
};

interface Outcome {
  readonly lines: readonly string[];
  /** What was built, of each time that building began. */
  readonly built: readonly (readonly ComponentName[])[];
}

const setUp = async (names: readonly ComponentName[], source: ReleaseSource, signal = never): Promise<Outcome> => {
  const progress = recordedProgress();
  const built: (readonly ComponentName[])[] = [];
  await downloadOrBuild(names, async (left) => void built.push(left), progress, signal, source);
  return { lines: progress.lines, built };
};

const asked = ['etcd', 'kube-apiserver', 'kube-controller-manager'] as const;

/** Why nothing came of a download: what its one line says. Everything has been built then, and nothing is left. */
const troubleWith = async (source: ReleaseSource): Promise<string | undefined> => {
  const { lines, built } = await setUp(asked, source);
  expect(lines).toHaveLength(1);
  expect(built).toEqual([asked]);
  expect(await cached()).toEqual([]);
  const line =
    /^https:\/\/\S+\/server\.tar\.gz cannot be used: (.*); building kube-apiserver, kube-controller-manager instead$/;
  return line.exec(lines[0] ?? '')?.[1];
};

const send = (response: ServerResponse, bytes: Buffer): void => {
  response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
};

describe('an archive that is as it should be', () => {
  test('gives the programs asked for, and only what it does not hold is built', async () => {
    const source = await sourceOf((_, response) => send(response, release));
    const { lines, built } = await setUp(asked, source);
    expect(lines).toEqual([
      expect.stringMatching(/^kube-apiserver, kube-controller-manager: downloaded from https:\S+ in \d+ s$/),
    ]);
    expect(built).toEqual([['etcd']]);
    const hash = source.archives[0]?.sha512.slice(0, 12);
    expect(await cached()).toEqual([
      `kube-apiserver-1.34.4-downloaded-${hash}`,
      `kube-controller-manager-1.34.4-downloaded-${hash}`,
    ]);
    const program = path.join(componentCache(), `kube-apiserver-1.34.4-downloaded-${hash}`, 'kube-apiserver');
    expect(await readFile(program, 'utf8')).toContain('Kubernetes v1.34.4');
  });

  // Why: with everything downloaded, no Go is asked for.
  test('leaves nothing to be built where it holds everything', async () => {
    const { built } = await setUp(['kube-apiserver'], await sourceOf((_, response) => send(response, release)));
    expect(built).toEqual([]);
  });

  test('is followed to another https address', async () => {
    const source = await sourceOf((request, response) => {
      if (request.url === '/elsewhere') send(response, release);
      else response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect((await setUp(asked, source)).built).toEqual([['etcd']]);
  });

  // Why: Go takes a proxy without a scheme for one of http, undici for a mistake.
  test.each(['http://', ''])('comes through the proxy of HTTPS_PROXY, written as %shost:port', async (scheme) => {
    const source = await sourceOf((_, response) => send(response, release));
    const tunnels: (string | undefined)[] = [];
    const proxy = createProxy();
    proxy.on('connect', ({ url }, socket) => {
      tunnels.push(url);
      const far = connect(Number(url?.split(':')[1]), '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      far.pipe(socket).pipe(far);
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    onTestFinished(() => void proxy.close());
    vi.stubEnv('NO_PROXY', undefined);
    vi.stubEnv('no_proxy', undefined);
    vi.stubEnv('HTTPS_PROXY', `${scheme}127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    expect((await setUp(asked, source)).built).toEqual([['etcd']]);
    expect(tunnels).toEqual([new URL(source.archives[0]?.url ?? '').host]);
  });

  // Why: the second request must not wait for the first archive.
  test('is downloaded beside others', async () => {
    const client = await packRelease(clientPrograms);
    const waiting: (() => void)[] = [];
    const source = await sourceOf((request, response) => {
      waiting.push(() => send(response, request.url === '/client.tar.gz' ? client : release));
      if (waiting.length === 2) for (const answer of waiting) answer();
    });
    const [server] = source.archives;
    const url = new URL('client.tar.gz', server?.url).href;
    const archives = [...source.archives, releaseArchive(url, client, version, ['kubectl'])];
    const { lines, built } = await setUp(['kubectl', 'kube-apiserver'], { ...source, archives });
    expect(lines.toSorted()).toEqual([
      expect.stringContaining('kube-apiserver: downloaded'),
      expect.stringContaining('kubectl: downloaded'),
    ]);
    expect(built).toEqual([]);
  });
});

describe('is reported in one line, and the build follows, when', () => {
  test('the connection is refused', async () => {
    const source = await sourceOf(() => {});
    const archives = source.archives.map((archive) => ({ ...archive, url: 'https://127.0.0.1:1/server.tar.gz' }));
    expect(await troubleWith({ ...source, archives })).toBe(
      'the connection was refused (connect ECONNREFUSED 127.0.0.1:1)',
    );
  });

  test('the name is not resolved', async () => {
    const source = await sourceOf(() => {});
    const archives = source.archives.map((archive) => ({ ...archive, url: 'https://releases.invalid/server.tar.gz' }));
    expect(await troubleWith({ ...source, archives })).toMatch(/the name was not resolved \(getaddrinfo/);
  });

  test('the connection is not made in time', async () => {
    const limits = { ...downloadLimits, connectMs: 200 };
    expect(await troubleWith({ ...(await silentSource()), limits })).toMatch(/^the connection was not made in time \(/);
  });

  // Why: undici's own time-outs do not end a request whose proxy is silent before five minutes.
  test('the proxy does not answer', async () => {
    const source = await silentSource();
    for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, undefined);
    vi.stubEnv('HTTPS_PROXY', `http://${new URL(source.archives[0]?.url ?? '').host}`);
    const limits = { ...downloadLimits, answerMs: 200 };
    expect(await troubleWith({ ...source, limits })).toBe('no answer within 0.2 s');
  });

  test('the proxy is of another kind', async () => {
    vi.stubEnv('HTTPS_PROXY', 'socks5://127.0.0.1:1080');
    expect(await troubleWith(await silentSource())).toBe(
      'HTTPS_PROXY names a proxy of the kind socks5, expected http or https',
    );
  });

  test('the server is not who it should be', async () => {
    const { ca: _, ...source } = await sourceOf((_request, response) => send(response, release));
    expect(await troubleWith(source)).toMatch(/certificate/);
  });

  test('the server does not answer', async () => {
    const source = await sourceOf(() => {});
    const limits = { ...downloadLimits, answerMs: 200 };
    expect(await troubleWith({ ...source, limits })).toBe('no answer within 0.2 s');
  });

  test('the server stops sending', async () => {
    const source = await sourceOf((_, response) => {
      response.writeHead(200, { 'content-length': release.length }).write(release.subarray(0, 100));
    });
    const limits = { ...downloadLimits, stallMs: 200 };
    expect(await troubleWith({ ...source, limits })).toBe('nothing came for 0.2 s, after 1 kB of 1 kB');
  });

  test('the server never stops sending, but slowly', async () => {
    const source = await sourceOf((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(drip));
    });
    const limits = { ...downloadLimits, totalMs: 300 };
    expect(await troubleWith({ ...source, limits })).toBe('it took more than 0.3 s, after 1 kB');
  });

  test('the archive is too large', async () => {
    const source = await sourceOf((_, response) => send(response, release));
    const limits = { ...downloadLimits, bytes: 100 };
    expect(await troubleWith({ ...source, limits })).toBe('it has more than 1 kB');
  });

  test('the hash is wrong', async () => {
    const source = await sourceOf((_, response) => send(response, Buffer.concat([release, Buffer.from('more')])));
    const hash = source.archives[0]?.sha512.slice(0, 12);
    expect(await troubleWith(source)).toMatch(new RegExp(`its sha512 is [0-9a-f]{12}…, and ${hash}… was expected`));
  });

  test('the archive is truncated', async () => {
    const source = await sourceOf((_, response) => {
      response.writeHead(200, { 'content-length': 5_000_000 }).write(release, () => response.destroy());
    });
    expect(await troubleWith(source)).toBe('it broke off after 1 kB of 5 MB');
  });

  test('it is redirected to http', async () => {
    const source = await sourceOf((_, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/server.tar.gz' }).end();
    });
    expect(await troubleWith(source)).toBe('redirected to http://127.0.0.1:1/server.tar.gz, not https');
  });

  test('it is redirected for ever', async () => {
    const source = await sourceOf((_, response) => void response.writeHead(302, { location: '/again' }).end());
    expect(await troubleWith(source)).toBe('redirected more than 5 times');
  });

  test('there is no such version', async () => {
    const source = await sourceOf((_, response) => void response.writeHead(404).end('<html>'));
    expect(await troubleWith(source)).toBe('it was answered 404');
  });

  test.skipIf(process.platform !== 'linux')('the disk is full', async () => {
    const source = await sourceOf((_, response) => send(response, release));
    const write = () => createWriteStream('/dev/full');
    expect(await troubleWith({ ...source, write })).toMatch(
      /no disk space left \(ENOSPC: no space left on device, write\)$/,
    );
  });

  test('a program in it is of another version', async () => {
    release = await packRelease({ ...serverPrograms, 'kube-controller-manager': 'Kubernetes v1.34.3' });
    const source = await sourceOf((_, response) => send(response, release));
    expect(await troubleWith(source)).toMatch(
      /its kube-controller-manager says version 1\.34\.3, and 1\.34\.4 was expected$/,
    );
  });

  test('a program is not in it', async () => {
    release = await packRelease({ 'kube-apiserver': `Kubernetes v${version}` });
    const source = await sourceOf((_, response) => send(response, release));
    expect(await troubleWith(source)).toBe('it holds no kubernetes/server/bin/kube-controller-manager');
  });

  test('it ends in the middle of a program', async () => {
    const noise = randomBytes(200_000).toString('hex');
    release = (await packRelease({ 'kube-apiserver': noise })).subarray(0, 100_000);
    const source = await sourceOf((_, response) => send(response, release));
    expect(await troubleWith(source)).toBe('it cannot be unpacked (unexpected end of file)');
  });

  test('it is no archive', async () => {
    release = Buffer.from('not gzip');
    const source = await sourceOf((_, response) => send(response, release));
    expect(await troubleWith(source)).toBe('it cannot be unpacked (incorrect header check)');
  });
});

describe('ended by its signal', () => {
  test.each(['before an answer', 'in the middle'])('%s, it leaves nothing and builds nothing', async (when) => {
    const interrupted = new AbortController();
    const reason = new Error('interrupted by SIGINT');
    const source = await sourceOf((_, response) => {
      if (when === 'in the middle') response.writeHead(200).write(release.subarray(0, 100));
      setTimeout(() => interrupted.abort(reason), 50);
    });
    const progress = recordedProgress();
    const build = vi.fn<() => Promise<void>>();
    await expect(downloadOrBuild(asked, build, progress, interrupted.signal, source)).rejects.toBe(reason);
    expect(build).not.toHaveBeenCalled();
    expect(progress.lines).toEqual([]);
    expect(await cached()).toEqual([]);
  });
});

test('ended while it connects, it does not wait for the connection', async () => {
  const reason = new Error('interrupted by SIGINT');
  const interrupted = new AbortController();
  const source = { ...(await silentSource()), limits: { ...downloadLimits, connectMs: 600_000, answerMs: 600_000 } };
  const build = vi.fn<() => Promise<void>>();
  const download = downloadOrBuild(asked, build, recordedProgress(), interrupted.signal, source);
  setTimeout(() => interrupted.abort(reason), 50);
  await expect(download).rejects.toBe(reason);
  expect(build).not.toHaveBeenCalled();
});

test('what an earlier set-up left when it was killed is removed', async () => {
  await mkdir(path.join(componentCache(), '.building-1~0~another_boot'), { recursive: true });
  await setUp(['kube-apiserver'], await sourceOf((_, response) => send(response, release)));
  expect((await cached()).filter((name) => name.startsWith('.'))).toEqual([]);
});

describe('KFP_CONFORMANCE_DOWNLOADS', () => {
  test('off: nothing is asked of a server, and everything is built', async () => {
    vi.stubEnv('KFP_CONFORMANCE_DOWNLOADS', 'off');
    const requests = vi.fn<RequestListener>();
    expect(await setUp(asked, await sourceOf(requests))).toEqual({ lines: [], built: [asked] });
    expect(requests).not.toHaveBeenCalled();
  });

  test('anything else than on or off is refused', async () => {
    vi.stubEnv('KFP_CONFORMANCE_DOWNLOADS', 'no');
    await expect(setUp(asked, await sourceOf(() => {}))).rejects.toThrow(
      'KFP_CONFORMANCE_DOWNLOADS: expected "on" or "off", got "no"',
    );
  });
});
