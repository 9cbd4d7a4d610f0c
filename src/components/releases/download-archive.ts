import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { watchDownload, type DownloadLimits } from './download-limits.ts';
import { getHttps, httpsAgent } from './https-response.ts';
import { sizeText } from './size-text.ts';
import type { ReleaseArchive } from './release-archives.ts';

export interface DownloadOptions {
  readonly limits: DownloadLimits;
  /** A certificate authority in place of the system's, PEM. */
  readonly ca?: string;
  /** Opens the file that is written to. */
  readonly write: (file: string) => Writable;
}

/** How much of an archive has come. */
export interface DownloadState {
  readonly bytes: number;
  /** Where the server says how much there is. */
  readonly total: number | undefined;
}

const soFar = ({ bytes, total }: DownloadState): string =>
  total === undefined ? sizeText(bytes) : `${sizeText(bytes)} of ${sizeText(total)}`;

const brokenOff = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

/** Downloads into `file`. Rejects where the bytes are not those of the archive, and with the signal's reason. */
export const downloadArchive = async (
  { url, sha512 }: ReleaseArchive,
  file: string,
  { limits, ca, write }: DownloadOptions,
  told: (state: DownloadState) => void,
  signal: AbortSignal,
): Promise<void> => {
  using watch = watchDownload(limits, signal);
  const agent = httpsAgent({ connectMs: limits.connectMs, ...(ca === undefined ? {} : { ca }) });
  // A request that has no connection yet ends with its agent, not by its signal.
  watch.signal.addEventListener('abort', () => void agent.destroy());
  const hash = createHash('sha512');
  let state: DownloadState | undefined;
  try {
    const { headers, body } = await getHttps(url, agent, watch.signal);
    watch.answered();
    const length = Number(headers['content-length']);
    const total = Number.isNaN(length) ? undefined : length;
    let bytes = 0;
    state = { bytes, total };
    const metered = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        watch.heard();
        bytes += chunk.length;
        if (bytes > limits.bytes) throw new Error(`it has more than ${sizeText(limits.bytes)}`);
        hash.update(chunk);
        state = { bytes, total };
        told(state);
        yield chunk;
      }
    };
    await pipeline(body, metered, write(file), { signal: watch.signal });
  } catch (cause) {
    signal.throwIfAborted();
    const met = watch.signal.aborted ? (watch.signal.reason as Error) : undefined;
    if (state === undefined) throw met ?? cause;
    if (met !== undefined) throw new Error(`${met.message}, after ${soFar(state)}`, { cause });
    if (!brokenOff.has((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    throw new Error(`it broke off after ${soFar(state)}`, { cause });
  } finally {
    await agent.destroy();
  }
  const got = hash.digest('hex');
  if (got !== sha512) throw new Error(`its sha512 is ${got.slice(0, 12)}…, and ${sha512.slice(0, 12)}… was expected`);
};
