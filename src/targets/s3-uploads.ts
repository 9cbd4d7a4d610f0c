import { randomUUID } from 'node:crypto';
import { md5, storedObject, type Bucket, type StoredObject, type Upload } from './s3-content.ts';
import { document, escaped, refusal, type S3Answer } from './s3-reply.ts';

export interface UploadRequest {
  readonly method: string;
  readonly bucketName: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly content: Uint8Array;
}

const largestPartNumber = 10_000;
/** Of every part but the last, in bytes. */
const smallestPart = 5 * 1024 * 1024;

const nameOf = ({ bucketName, key }: UploadRequest): string =>
  `<Bucket>${escaped(bucketName)}</Bucket><Key>${escaped(key)}</Key>`;

const initiated = (bucket: Bucket, request: UploadRequest): S3Answer => {
  const id = randomUUID();
  bucket.uploads.set(id, { key: request.key, parts: new Map() });
  return document('InitiateMultipartUploadResult', `${nameOf(request)}<UploadId>${id}</UploadId>`);
};

const withPart = ({ parts }: Upload, { query, content, key }: UploadRequest): S3Answer => {
  const number = Number(query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > largestPartNumber) return refusal('InvalidArgument', key);
  const part = storedObject(content);
  parts.set(number, part);
  return { status: 200, headers: { etag: part.etag } };
};

/** The parts that the body of a completion names: their numbers and ETags, in its order. */
const namedParts = (body: string): readonly { readonly number: number; readonly etag: string }[] =>
  [...body.matchAll(/<Part>.*?<\/Part>/gs)].map(([part]) => ({
    number: Number(/<PartNumber>\s*(\d+)/.exec(part)?.[1]),
    // Clients write the quotes as they are, as `&quot;` or `&#34;`, or not at all.
    etag: `"${/<ETag>.*?([\da-f]{32})/s.exec(part)?.[1] ?? ''}"`,
  }));

const joined = (parts: readonly StoredObject[]): StoredObject => ({
  content: Buffer.concat(parts.map(({ content }) => content)),
  etag: `"${md5(Buffer.concat(parts.map(({ content }) => md5(content)))).toString('hex')}-${parts.length}"`,
});

const completed = (bucket: Bucket, upload: Upload, id: string, request: UploadRequest): S3Answer => {
  const { key, content } = request;
  const named = namedParts(Buffer.from(content).toString('utf8'));
  if (named.length === 0) return refusal('MalformedXML', key);
  if (named.some(({ number }, index) => number <= (named[index - 1]?.number ?? 0)))
    return refusal('InvalidPartOrder', key);
  const parts = named.flatMap(({ number, etag }) => {
    const part = upload.parts.get(number);
    return part?.etag === etag ? [part] : [];
  });
  if (parts.length < named.length) return refusal('InvalidPart', key);
  if (parts.slice(0, -1).some((part) => part.content.length < smallestPart)) return refusal('EntityTooSmall', key);
  const stored = joined(parts);
  bucket.objects.set(key, stored);
  bucket.uploads.delete(id);
  return document('CompleteMultipartUploadResult', `${nameOf(request)}<ETag>${escaped(stored.etag)}</ETag>`);
};

/** Answers a request with `uploads` or `uploadId` for an object: starts, fills, completes or aborts a multipart upload. */
export const uploadAnswer = (bucket: Bucket, request: UploadRequest): S3Answer => {
  const { method, key, query } = request;
  const id = query.get('uploadId');
  if (id === null) return method === 'POST' ? initiated(bucket, request) : refusal('NotImplemented', key);
  const upload = bucket.uploads.get(id);
  if (upload?.key !== key) return refusal('NoSuchUpload', key);
  if (method === 'PUT') return withPart(upload, request);
  if (method === 'POST') return completed(bucket, upload, id, request);
  if (method !== 'DELETE') return refusal('NotImplemented', key);
  bucket.uploads.delete(id);
  return { status: 204, headers: {} };
};
