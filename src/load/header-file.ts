import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Writes the headers of requests by REST for scripts, mode 0600, to a file in a folder. Returns its path. */
export const writeHeaderFile = async (
  headers: Readonly<Record<string, string>>,
  directory: string,
): Promise<string> => {
  const file = path.join(directory, 'rest-headers');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
  await writeFile(file, lines.join(''), { mode: 0o600 });
  return file;
};
