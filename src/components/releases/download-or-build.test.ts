import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { createServer as createProxy, type RequestListener, type ServerResponse } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { recordedProgress } from '../../testing/recorded-progress.ts';
import { packRelease, releaseArchive, releaseServer } from './testing/release-server.ts';
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

/** A source with one archive, whose requests `listener` answers. */
const sourceOf = async (listener: RequestListener): Promise<ReleaseSource> => {
  const { url, ca } = await releaseServer(listener);
  const archive = releaseArchive(`${url}server.tar.gz`, release, version, Object.keys(serverPrograms));
  return { archives: [archive], limits: downloadLimits, ca, write: createWriteStream };
};

/** A source whose server accepts connections and sends nothing, not even a TLS handshake. */
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
  /** The names that were passed to each build. */
  readonly built: readonly (readonly ComponentName[])[];
}

const setUp = async (names: readonly ComponentName[], source: ReleaseSource, signal = never): Promise<Outcome> => {
  const progress = recordedProgress();
  const built: (readonly ComponentName[])[] = [];
  await downloadOrBuild(names, async (remaining) => void built.push(remaining), progress, signal, source);
  return { lines: progress.lines, built };
};

const requested = ['etcd', 'kube-apiserver', 'kube-controller-manager'] as const;

/** The reason in the line that reports a failed download, after which everything is built and no files are left. */
const failureOf = async (source: ReleaseSource): Promise<string | undefined> => {
  const { lines, built } = await setUp(requested, source);
  expect(lines).toHaveLength(1);
  expect(built).toEqual([requested]);
  expect(await cached()).toEqual([]);
  const line =
    /^https:\/\/\S+\/server\.tar\.gz cannot be used: (.*); building kube-apiserver, kube-controller-manager instead$/;
  return line.exec(lines[0] ?? '')?.[1];
};

const send = (response: ServerResponse, bytes: Buffer): void => {
  response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
};

describe('a valid archive', () => {
  test('provides the requested programs, and only the others are built', async () => {
    const source = await sourceOf((_, response) => send(response, release));
    const { lines, built } = await setUp(requested, source);
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

  // Why: Go is not required if all programs are downloaded.
  test('leaves nothing to build if it contains all programs', async () => {
    const { built } = await setUp(['kube-apiserver'], await sourceOf((_, response) => send(response, release)));
    expect(built).toEqual([]);
  });

  test('is downloaded after a redirect to another https URL', async () => {
    const source = await sourceOf((request, response) => {
      if (request.url === '/elsewhere') send(response, release);
      else response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect((await setUp(requested, source)).built).toEqual([['etcd']]);
  });

  // Why: for a proxy without a scheme Go assumes http, while undici reports an error.
  test.each(['http://', ''])(
    'is downloaded through the proxy of HTTPS_PROXY in the form %shost:port',
    async (scheme) => {
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
      expect((await setUp(requested, source)).built).toEqual([['etcd']]);
      expect(tunnels).toEqual([new URL(source.archives[0]?.url ?? '').host]);
    },
  );

  // Why: the second request must not wait for the first archive.
  test('is downloaded concurrently with others', async () => {
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

describe('a failed download is reported in one line and the programs are built if', () => {
  test('the connection is refused', async () => {
    const source = await sourceOf(() => {});
    const archives = source.archives.map((archive) => ({ ...archive, url: 'https://127.0.0.1:1/server.tar.gz' }));
    expect(await failureOf({ ...source, archives })).toBe(
      'the connection was refused (connect ECONNREFUSED 127.0.0.1:1)',
    );
  });

  test('the host name cannot be resolved', async () => {
    const source = await sourceOf(() => {});
    const archives = source.archives.map((archive) => ({ ...archive, url: 'https://releases.invalid/server.tar.gz' }));
    expect(await failureOf({ ...source, archives })).toMatch(/the host name could not be resolved \(getaddrinfo/);
  });

  test('the connection times out', async () => {
    const limits = { ...downloadLimits, connectMs: 200 };
    expect(await failureOf({ ...(await silentSource()), limits })).toMatch(/^the connection timed out \(/);
  });

  // Why: undici's own time-outs abort a request through a silent proxy only after five minutes.
  test('the proxy does not answer', async () => {
    const source = await silentSource();
    for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, undefined);
    vi.stubEnv('HTTPS_PROXY', `http://${new URL(source.archives[0]?.url ?? '').host}`);
    const limits = { ...downloadLimits, answerMs: 200 };
    expect(await failureOf({ ...source, limits })).toBe('no answer within 0.2 s');
  });

  test('the scheme of the proxy is not supported', async () => {
    vi.stubEnv('HTTPS_PROXY', 'socks5://127.0.0.1:1080');
    expect(await failureOf(await silentSource())).toBe('HTTPS_PROXY has the scheme socks5, expected http or https');
  });

  test('the certificate of the server is not trusted', async () => {
    const { ca: _, ...source } = await sourceOf((_request, response) => send(response, release));
    expect(await failureOf(source)).toMatch(/certificate/);
  });

  test('the server does not answer', async () => {
    const source = await sourceOf(() => {});
    const limits = { ...downloadLimits, answerMs: 200 };
    expect(await failureOf({ ...source, limits })).toBe('no answer within 0.2 s');
  });

  test('the server stops sending', async () => {
    const source = await sourceOf((_, response) => {
      response.writeHead(200, { 'content-length': release.length }).write(release.subarray(0, 100));
    });
    const limits = { ...downloadLimits, stallMs: 200 };
    expect(await failureOf({ ...source, limits })).toBe('no data received for 0.2 s, after 1 kB of 1 kB');
  });

  test('the server sends too slowly', async () => {
    const source = await sourceOf((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(drip));
    });
    const limits = { ...downloadLimits, totalMs: 300 };
    expect(await failureOf({ ...source, limits })).toBe('the download took more than 0.3 s, after 1 kB');
  });

  test('the archive is too large', async () => {
    const source = await sourceOf((_, response) => send(response, release));
    const limits = { ...downloadLimits, bytes: 100 };
    expect(await failureOf({ ...source, limits })).toBe('the archive is larger than 1 kB');
  });

  test('the hash is wrong', async () => {
    const source = await sourceOf((_, response) => send(response, Buffer.concat([release, Buffer.from('more')])));
    const hash = source.archives[0]?.sha512.slice(0, 12);
    expect(await failureOf(source)).toMatch(new RegExp(`expected the sha512 ${hash}…, but got [0-9a-f]{12}…`));
  });

  test('the archive is truncated', async () => {
    const source = await sourceOf((_, response) => {
      response.writeHead(200, { 'content-length': 5_000_000 }).write(release, () => response.destroy());
    });
    expect(await failureOf(source)).toBe('the connection was closed after 1 kB of 5 MB');
  });

  test('the request is redirected to http', async () => {
    const source = await sourceOf((_, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/server.tar.gz' }).end();
    });
    expect(await failureOf(source)).toBe('redirected to http://127.0.0.1:1/server.tar.gz, which is not https');
  });

  test('the redirects do not end', async () => {
    const source = await sourceOf((_, response) => void response.writeHead(302, { location: '/again' }).end());
    expect(await failureOf(source)).toBe('redirected more than 5 times');
  });

  test('the version does not exist', async () => {
    const source = await sourceOf((_, response) => void response.writeHead(404).end('<html>'));
    expect(await failureOf(source)).toBe('the server answered with status 404');
  });

  test.skipIf(process.platform !== 'linux')('the disk is full', async () => {
    const source = await sourceOf((_, response) => send(response, release));
    const write = () => createWriteStream('/dev/full');
    expect(await failureOf({ ...source, write })).toMatch(
      /no disk space left \(ENOSPC: no space left on device, write\)$/,
    );
  });

  test('a program in the archive has another version', async () => {
    release = await packRelease({ ...serverPrograms, 'kube-controller-manager': 'Kubernetes v1.34.3' });
    const source = await sourceOf((_, response) => send(response, release));
    expect(await failureOf(source)).toMatch(
      /expected kube-controller-manager 1\.34\.4 in the archive, but it reports version 1\.34\.3$/,
    );
  });

  test('a program is missing in the archive', async () => {
    release = await packRelease({ 'kube-apiserver': `Kubernetes v${version}` });
    const source = await sourceOf((_, response) => send(response, release));
    expect(await failureOf(source)).toBe('the archive does not contain kubernetes/server/bin/kube-controller-manager');
  });

  test('the archive ends in the middle of a program', async () => {
    const noise = randomBytes(200_000).toString('hex');
    release = (await packRelease({ 'kube-apiserver': noise })).subarray(0, 100_000);
    const source = await sourceOf((_, response) => send(response, release));
    expect(await failureOf(source)).toBe('the archive cannot be unpacked (unexpected end of file)');
  });

  test('the file is not an archive', async () => {
    release = Buffer.from('not gzip');
    const source = await sourceOf((_, response) => send(response, release));
    expect(await failureOf(source)).toBe('the archive cannot be unpacked (incorrect header check)');
  });
});

describe('a download that is aborted', () => {
  test.each(['before an answer', 'in the middle'])('%s leaves no files and builds nothing', async (when) => {
    const interrupted = new AbortController();
    const reason = new Error('interrupted by SIGINT');
    const source = await sourceOf((_, response) => {
      if (when === 'in the middle') response.writeHead(200).write(release.subarray(0, 100));
      setTimeout(() => interrupted.abort(reason), 50);
    });
    const progress = recordedProgress();
    const build = vi.fn<() => Promise<void>>();
    await expect(downloadOrBuild(requested, build, progress, interrupted.signal, source)).rejects.toBe(reason);
    expect(build).not.toHaveBeenCalled();
    expect(progress.lines).toEqual([]);
    expect(await cached()).toEqual([]);
  });
});

test('a download that is aborted while it connects does not wait for the connection', async () => {
  const reason = new Error('interrupted by SIGINT');
  const interrupted = new AbortController();
  const source = { ...(await silentSource()), limits: { ...downloadLimits, connectMs: 600_000, answerMs: 600_000 } };
  const build = vi.fn<() => Promise<void>>();
  const download = downloadOrBuild(requested, build, recordedProgress(), interrupted.signal, source);
  setTimeout(() => interrupted.abort(reason), 50);
  await expect(download).rejects.toBe(reason);
  expect(build).not.toHaveBeenCalled();
});

test('scratch directories of a killed set-up are removed', async () => {
  await mkdir(path.join(componentCache(), '.building-1~0~another_boot'), { recursive: true });
  await setUp(['kube-apiserver'], await sourceOf((_, response) => send(response, release)));
  expect((await cached()).filter((name) => name.startsWith('.'))).toEqual([]);
});

describe('KFP_CONFORMANCE_DOWNLOADS', () => {
  test('off: no request is sent, and everything is built', async () => {
    vi.stubEnv('KFP_CONFORMANCE_DOWNLOADS', 'off');
    const requests = vi.fn<RequestListener>();
    expect(await setUp(requested, await sourceOf(requests))).toEqual({ lines: [], built: [requested] });
    expect(requests).not.toHaveBeenCalled();
  });

  test('values other than on and off are rejected', async () => {
    vi.stubEnv('KFP_CONFORMANCE_DOWNLOADS', 'no');
    await expect(setUp(requested, await sourceOf(() => {}))).rejects.toThrow(
      'KFP_CONFORMANCE_DOWNLOADS: expected "on" or "off", got "no"',
    );
  });
});
