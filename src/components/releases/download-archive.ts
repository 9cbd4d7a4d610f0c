import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { watchDownload, type DownloadLimits } from './download-limits.ts';
import { getHttps, httpsAgent } from './https-response.ts';
import { sizeText } from './size-text.ts';
import type { ReleaseArchive } from './release-archives.ts';

export interface DownloadOptions {
  readonly limits: DownloadLimits;
  /** A certificate authority (PEM) that replaces the system's. */
  readonly ca?: string;
  /** Opens the target file for writing. */
  readonly write: (file: string) => Writable;
}

/** The progress of a download. */
export interface DownloadState {
  readonly bytes: number;
  /** The size of the archive, if the server reports it. */
  readonly total: number | undefined;
}

const progressText = ({ bytes, total }: DownloadState): string =>
  total === undefined ? sizeText(bytes) : `${sizeText(bytes)} of ${sizeText(total)}`;

const connectionClosedCodes = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

/** Downloads the archive into `file`. Rejects if its hash is wrong, and with the signal's reason when aborted. */
export const downloadArchive = async (
  { url, sha512 }: ReleaseArchive,
  file: string,
  { limits, ca, write }: DownloadOptions,
  onProgress: (state: DownloadState) => void,
  signal: AbortSignal,
): Promise<void> => {
  using watch = watchDownload(limits, signal);
  const agent = httpsAgent({ connectMs: limits.connectMs, ...(ca === undefined ? {} : { ca }) });
  // The signal does not abort a request that is still connecting; destroying the agent does.
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
        watch.received();
        bytes += chunk.length;
        if (bytes > limits.bytes) throw new Error(`the archive is larger than ${sizeText(limits.bytes)}`);
        hash.update(chunk);
        state = { bytes, total };
        onProgress(state);
        yield chunk;
      }
    };
    await pipeline(body, metered, write(file), { signal: watch.signal });
  } catch (cause) {
    signal.throwIfAborted();
    const limitError = watch.signal.aborted ? (watch.signal.reason as Error) : undefined;
    if (state === undefined) throw limitError ?? cause;
    if (limitError !== undefined) throw new Error(`${limitError.message}, after ${progressText(state)}`, { cause });
    if (!connectionClosedCodes.has((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    throw new Error(`the connection was closed after ${progressText(state)}`, { cause });
  } finally {
    await agent.destroy();
  }
  const actual = hash.digest('hex');
  if (actual !== sha512)
    throw new Error(`expected the sha512 ${sha512.slice(0, 12)}…, but got ${actual.slice(0, 12)}…`);
};
