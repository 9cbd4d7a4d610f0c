import { storedObject, type Bucket, type Buckets, type StoredObject } from './s3-content.ts';
import { document, escaped, refusal, type S3Answer } from './s3-reply.ts';
import { uploadAnswer } from './s3-uploads.ts';

export interface S3Request {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

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

const contentOf = ({ headers, body }: S3Request): Uint8Array =>
  String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') ? withoutChunks(body) : body;

const isSigned = ({ headers }: S3Request, query: URLSearchParams): boolean =>
  headers['authorization'] !== undefined || query.has('X-Amz-Signature');

/** What a query can ask for instead of a bucket or an object, apart from multipart uploads and the location. */
const subresources = new Set(
  (
    'accelerate acl analytics attributes cors delete encryption events intelligent-tiering inventory legal-hold ' +
    'lifecycle logging metrics notification object-lock ownershipControls policy policyStatus publicAccessBlock ' +
    'replication requestPayment restore retention select tagging torrent versionId versioning versions website'
  ).split(' '),
);

const bucketList = (buckets: Buckets): S3Answer => {
  const entries = [...buckets.keys()]
    .toSorted()
    .map(
      (name) => `<Bucket><Name>${escaped(name)}</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket>`,
    );
  return document(
    'ListAllMyBucketsResult',
    `<Owner><ID>0</ID><DisplayName>owner</DisplayName></Owner><Buckets>${entries.join('')}</Buckets>`,
  );
};

const listing = (name: string, { objects }: Bucket, query: URLSearchParams): S3Answer => {
  const prefix = query.get('prefix') ?? '';
  const found = [...objects].filter(([key]) => key.startsWith(prefix)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const contents = found.map(
    ([key, { content, etag }]) =>
      `<Contents><Key>${escaped(key)}</Key><ETag>${escaped(etag)}</ETag><Size>${content.length}</Size></Contents>`,
  );
  return document(
    'ListBucketResult',
    `<Name>${escaped(name)}</Name><Prefix>${escaped(prefix)}</Prefix><KeyCount>${found.length}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>${contents.join('')}`,
  );
};

const forBucket = (buckets: Buckets, name: string, method: string, query: URLSearchParams): S3Answer => {
  const bucket = buckets.get(name);
  const hasQuery = query.has('location') || query.has('uploads');
  if (method === 'PUT' && !hasQuery) {
    if (bucket !== undefined) return refusal('BucketAlreadyOwnedByYou', `/${name}`);
    buckets.set(name, { objects: new Map(), uploads: new Map() });
    return { status: 200, headers: { location: `/${name}` } };
  }
  if (bucket === undefined) return refusal('NoSuchBucket', `/${name}`);
  // The region us-east-1 has no name here.
  if (method === 'GET' && query.has('location')) return document('LocationConstraint', '');
  if (hasQuery) return refusal('NotImplemented', `/${name}`);
  if (method === 'HEAD') return { status: 200, headers: {} };
  if (method === 'GET') return listing(name, bucket, query);
  if (method !== 'DELETE') return refusal('NotImplemented', `/${name}`);
  if (bucket.objects.size > 0) return refusal('BucketNotEmpty', `/${name}`);
  buckets.delete(name);
  return { status: 204, headers: {} };
};

/** The object, or the part of it that a header `range` with one range asks for; other such headers have no effect. */
const objectAnswer = ({ content, etag }: StoredObject, range: string, resource: string): S3Answer => {
  const headers = { etag, 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes' };
  const size = content.length;
  const { first = '', last = '' } = /^bytes=(?<first>\d*)-(?<last>\d*)$/.exec(range)?.groups ?? {};
  if (first === '' && last === '') return { status: 200, headers, body: content };
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < from) return { status: 200, headers, body: content };
  if (from >= size) return refusal('InvalidRange', resource);
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${from}-${to}/${size}` },
    body: content.subarray(from, to + 1),
  };
};

/** Answers as MinIO does, with requests in path style: `/BUCKET/KEY`. Changes `buckets`. */
export const s3Answer = (buckets: Buckets, request: S3Request): S3Answer => {
  const { method, target, headers } = request;
  const { pathname, searchParams: query } = new URL(target, 'http://store');
  if (!isSigned(request, query)) return refusal('AccessDenied', pathname);
  const [, bucketName = '', ...rest] = decodeURIComponent(pathname).split('/');
  const key = rest.join('/');
  // Copies and configurations are not among the requests for pipelines.
  if (headers['x-amz-copy-source'] !== undefined || [...query.keys()].some((name) => subresources.has(name)))
    return refusal('NotImplemented', pathname);
  if (bucketName === '') return method === 'GET' ? bucketList(buckets) : refusal('NotImplemented', pathname);
  if (key === '') return forBucket(buckets, bucketName, method, query);
  const bucket = buckets.get(bucketName);
  if (bucket === undefined) return refusal('NoSuchBucket', pathname);
  const { objects } = bucket;
  if (query.has('uploads') || query.has('uploadId'))
    return uploadAnswer(bucket, { method, bucketName, key, query, content: contentOf(request) });
  if (method === 'PUT') {
    const stored = storedObject(contentOf(request));
    objects.set(key, stored);
    return { status: 200, headers: { etag: stored.etag } };
  }
  if (method === 'DELETE') {
    objects.delete(key);
    return { status: 204, headers: {} };
  }
  if (method !== 'GET' && method !== 'HEAD') return refusal('NotImplemented', pathname);
  const stored = objects.get(key);
  return stored === undefined
    ? refusal('NoSuchKey', pathname)
    : objectAnswer(stored, String(headers['range'] ?? ''), pathname);
};
