import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { UsageError } from '../failures/usage-error.ts';
import { ReportFormatError } from './report-format-error.ts';

const place = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((before, key) => {
    if (typeof key === 'number') return `${before}[${key}]`;
    const name = String(key);
    if (!/^\w+$/.test(name)) return `${before}[${JSON.stringify(name)}]`;
    return before === '' ? name : `${before}.${name}`;
  }, '') || 'the whole document';

const described = ({ issues }: z.ZodError): string => {
  const shown = issues.slice(0, 5).map(({ path, message }) => `${place(path)}: ${message}`);
  return [...shown, ...(issues.length > 5 ? [`and ${issues.length - 5} more`] : [])].join('; ');
};

/** A schema of a JSON document that tells its version, and the version that this program writes. */
interface VersionedSchema<Shape extends { readonly schemaVersion: z.ZodType }> {
  readonly schema: z.ZodObject<Shape>;
  readonly version: string;
}

/**
 * Parses the text of a versioned document; `file` is its name in error messages. Throws a ReportFormatError that names the
 * file and the path of each invalid value, or the version that was expected.
 */
export const parseDocument = <Shape extends { readonly schemaVersion: z.ZodType }>(
  { schema, version: written }: VersionedSchema<Shape>,
  text: string,
  file: string,
): z.infer<z.ZodObject<Shape>> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ReportFormatError(file, `it is not JSON (${(cause as Error).message})`, cause);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const version = typeof json === 'object' && json !== null && 'schemaVersion' in json ? json.schemaVersion : undefined;
  if (!schema.shape.schemaVersion.safeParse(version).success) {
    const [major] = written.split('.', 1);
    throw new ReportFormatError(
      file,
      `expected schemaVersion ${major}.x, found ${version === undefined ? 'none' : JSON.stringify(version)}; render it with the version of kfp-conformance that wrote it`,
      parsed.error,
    );
  }
  throw new ReportFormatError(file, described(parsed.error), parsed.error);
};

/** The text of a file that a run wrote. `name`: that of the file which was expected. */
export const readDocument = async (file: string, name: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`${file}: no such file; expected the ${name} of a run`, { cause });
    throw new ReportFormatError(file, (cause as Error).message, cause);
  }
};
