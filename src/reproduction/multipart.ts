/** A part of a multipart form. */
export interface FormPart {
  readonly name: string;
  readonly fileName?: string;
  readonly type?: string;
  readonly content: Buffer;
}

const parameter = (header: string, name: string): string | undefined =>
  new RegExp(`[;\\s]${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(header)?.[1]?.replace(/\\(.)/g, '$1');

const partOf = (bytes: Buffer): FormPart | undefined => {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.subarray(0, end).toString('utf8').split('\r\n');
  const headers = new Map(
    head.map((line) => [line.split(':')[0]?.trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = parameter(disposition, 'name');
  if (name === undefined) return undefined;
  const fileName = parameter(disposition, 'filename');
  const type = headers.get('content-type');
  return {
    name,
    content: bytes.subarray(end + 4),
    ...(fileName !== undefined && { fileName }),
    ...(type !== undefined && { type }),
  };
};

/** The parts of a form; `undefined` if the body is not a valid form, which a scenario may send on purpose. */
export const formParts = (contentType: string, body: Buffer): readonly FormPart[] | undefined => {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const opening = Buffer.from(`--${boundary}\r\n`);
  const between = Buffer.from(`\r\n--${boundary}`);
  if (!body.subarray(0, opening.length).equals(opening)) return undefined;
  const parts: FormPart[] = [];
  let from = opening.length;
  for (;;) {
    const end = body.indexOf(between, from);
    const part = end < 0 ? undefined : partOf(body.subarray(from, end));
    if (part === undefined) return undefined;
    parts.push(part);
    const after = body.subarray(end + between.length, end + between.length + 2).toString('latin1');
    if (after === '--') return parts;
    if (after !== '\r\n') return undefined;
    from = end + between.length + 2;
  }
};
