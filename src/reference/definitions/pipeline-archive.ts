import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Entry } from 'yauzl';
import { ApiError } from '../ground/api-error.ts';

/** The expected file in an archive; without it the first file is used if it is YAML. */
const pipelineFile = 'pipeline.yaml';

interface ArchivedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

export const isZip = (bytes: Uint8Array): boolean => bytes.length > 2 && bytes[0] === 0x50 && bytes[1] === 0x4b;

export const isGzip = (bytes: Uint8Array): boolean => bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;

const choose = <Item>(items: readonly Item[], nameOf: (item: Item) => string): Item => {
  const chosen = items.find((item) => nameOf(item) === pipelineFile) ?? items[0];
  if (chosen === undefined) throw new ApiError('invalid', 'The archive is empty.');
  if (/\.ya?ml$/.test(nameOf(chosen))) return chosen;
  throw new ApiError(
    'invalid',
    `Expected a file ${pipelineFile} in the archive, got ${JSON.stringify(nameOf(chosen))}.`,
  );
};

const reading = async (format: string, read: () => Promise<Uint8Array>): Promise<Uint8Array> => {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw new ApiError('invalid', `Not a valid ${format} file, or too large when unpacked.`, { cause });
  }
};

const tooLarge = (limit: number): ApiError =>
  new ApiError('invalid', `The pipeline file in the archive is larger than ${limit} bytes when unpacked.`);

/** The pipeline file of a zip, at most `limit` bytes uncompressed (FLT-18). Throws an `invalid` ApiError. */
export const readZip = async (bytes: Buffer, limit: number): Promise<Uint8Array> => {
  return reading('zip', async () => {
    const { fromBufferPromise } = await import('yauzl');
    const archive = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
    const entries: Entry[] = [];
    for await (const entry of archive.eachEntry()) entries.push(entry);
    const entry = choose(entries, (candidate) => candidate.fileName);
    if (entry.uncompressedSize > limit) throw tooLarge(limit);
    // yauzl fails the stream when an entry has more bytes than the archive's directory states.
    return buffer(await archive.openReadStreamPromise(entry));
  });
};

/** The pipeline file of a gzipped tar of at most `limit` bytes uncompressed (FLT-18). Throws an `invalid` ApiError. */
export const readTarGzip = async (bytes: Buffer, limit: number): Promise<Uint8Array> =>
  reading('tar.gz', async () => {
    const { extract } = await import('tar-stream');
    const tar = await promisify(gunzip)(bytes, { maxOutputLength: limit });
    const files: ArchivedFile[] = [];
    for await (const entry of Readable.from([tar], { objectMode: false }).pipe(extract())) {
      files.push({ name: entry.header.name, content: await buffer(entry) });
    }
    return choose(files, (file) => file.name).content;
  });
