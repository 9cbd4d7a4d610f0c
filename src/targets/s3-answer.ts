import { createHash } from 'node:crypto';

/** The content of an object store: objects by key, by bucket. */
export type Buckets = Map<string, Map<string, Uint8Array>>;

export interface S3Request {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const xml = { 'content-type': 'application/xml' } as const;
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const errors = {
  AccessDenied: [403, 'Access Denied.'],
  NoSuchBucket: [404, 'The specified bucket does not exist'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  BucketNotEmpty: [409, 'The bucket you tried to delete is not empty'],
  BucketAlreadyOwnedByYou: [409, 'Your previous request to create the named bucket succeeded and you already own it.'],
  NotImplemented: [501, 'A header or query you provided implies functionality that is not implemented'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

const refusal = (code: keyof typeof errors, resource: string): S3Answer => {
  const [status, message] = errors[code];
  const text = `<Error><Code>${code}</Code><Message>${message}</Message><Resource>${escaped(resource)}</Resource><RequestId>0</RequestId><HostId>0</HostId></Error>`;
  return { status, headers: xml, body: declaration + text };
};

const etagOf = (content: Uint8Array): string => `"${createHash('md5').update(content).digest('hex')}"`;

/** The content of a body that a client signed in chunks (`SIZE;chunk-signature=…`). */
const withoutChunks = (body: Uint8Array): Uint8Array => {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < body.length;) {
    const end = body.indexOf(0x0a, at);
    if (end < 0) break;
    const size = Number.parseInt(Buffer.from(body.subarray(at, end)).toString('latin1'), 16);
    if (Number.isNaN(size) || size === 0) break;
    parts.push(body.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 2;
  }
  return Buffer.concat(parts);
};

const isSigned = ({ headers }: S3Request, query: URLSearchParams): boolean =>
  headers['authorization'] !== undefined || query.has('X-Amz-Signature');

const listing = (bucket: string, objects: ReadonlyMap<string, Uint8Array>, query: URLSearchParams): S3Answer => {
  const prefix = query.get('prefix') ?? '';
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  const contents = keys.map((key) => {
    const content = objects.get(key) ?? new Uint8Array();
    return `<Contents><Key>${escaped(key)}</Key><ETag>${escaped(etagOf(content))}</ETag><Size>${content.length}</Size></Contents>`;
  });
  const text = `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${escaped(bucket)}</Name><Prefix>${escaped(prefix)}</Prefix><KeyCount>${keys.length}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
  return { status: 200, headers: xml, body: declaration + text };
};

const forBucket = (buckets: Buckets, bucket: string, method: string, query: URLSearchParams): S3Answer => {
  const objects = buckets.get(bucket);
  if (method === 'PUT') {
    if (objects !== undefined) return refusal('BucketAlreadyOwnedByYou', `/${bucket}`);
    buckets.set(bucket, new Map());
    return { status: 200, headers: { location: `/${bucket}` } };
  }
  if (objects === undefined) return refusal('NoSuchBucket', `/${bucket}`);
  if (method === 'HEAD') return { status: 200, headers: {} };
  if (method === 'GET') return listing(bucket, objects, query);
  if (method !== 'DELETE') return refusal('NotImplemented', `/${bucket}`);
  if (objects.size > 0) return refusal('BucketNotEmpty', `/${bucket}`);
  buckets.delete(bucket);
  return { status: 204, headers: {} };
};

/** Answers as MinIO does, with requests in path style: `/BUCKET/KEY`. Changes `buckets`. */
export const s3Answer = (buckets: Buckets, request: S3Request): S3Answer => {
  const { method, target, headers, body } = request;
  const { pathname, searchParams: query } = new URL(target, 'http://store');
  if (!isSigned(request, query)) return refusal('AccessDenied', pathname);
  const [, bucket = '', ...rest] = decodeURIComponent(pathname).split('/');
  const key = rest.join('/');
  // Multipart uploads, copies and configurations are not among the requests for pipelines.
  if (bucket === '' || query.has('uploads') || query.has('uploadId') || headers['x-amz-copy-source'] !== undefined)
    return refusal('NotImplemented', pathname);
  if (key === '') return forBucket(buckets, bucket, method, query);
  const objects = buckets.get(bucket);
  if (objects === undefined) return refusal('NoSuchBucket', pathname);
  if (method === 'PUT') {
    const isChunked = String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
    const content = isChunked ? withoutChunks(body) : body;
    objects.set(key, content);
    return { status: 200, headers: { etag: etagOf(content) } };
  }
  if (method === 'DELETE') {
    objects.delete(key);
    return { status: 204, headers: {} };
  }
  if (method !== 'GET' && method !== 'HEAD') return refusal('NotImplemented', pathname);
  const content = objects.get(key);
  if (content === undefined) return refusal('NoSuchKey', pathname);
  return { status: 200, headers: { etag: etagOf(content), 'content-type': 'application/octet-stream' }, body: content };
};
