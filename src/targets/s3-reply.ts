export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const xml = { 'content-type': 'application/xml' } as const;

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const errors = {
  InvalidArgument: [400, 'Invalid arguments provided'],
  MalformedXML: [400, 'The XML you provided was not well-formed or did not validate against our published schema.'],
  InvalidPart: [400, 'One or more of the specified parts could not be found.'],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed object size.'],
  AccessDenied: [403, 'Access Denied.'],
  NoSuchBucket: [404, 'The specified bucket does not exist'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchUpload: [404, 'The specified multipart upload does not exist.'],
  BucketNotEmpty: [409, 'The bucket you tried to delete is not empty'],
  BucketAlreadyOwnedByYou: [409, 'Your previous request to create the named bucket succeeded and you already own it.'],
  InvalidRange: [416, 'The requested range is not satisfiable'],
  NotImplemented: [501, 'A header or query you provided implies functionality that is not implemented'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export const refusal = (code: keyof typeof errors, resource: string): S3Answer => {
  const [status, message] = errors[code];
  const text = `<Error><Code>${code}</Code><Message>${message}</Message><Resource>${escaped(resource)}</Resource><RequestId>0</RequestId><HostId>0</HostId></Error>`;
  return { status, headers: xml, body: declaration + text };
};

/** A document with this root; `content` is XML. */
export const document = (root: string, content: string): S3Answer => ({
  status: 200,
  headers: xml,
  body: `${declaration}<${root} ${namespace}>${content}</${root}>`,
});
