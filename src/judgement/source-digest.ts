import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../package-path.ts';

/** The folders whose files decide the meaning of a result: what is asked of a target, with what, and how it is judged. */
const folders = ['fixtures', 'suites', 'src/contract', 'src/judgement'];

/** Tests of the harness itself, which are not shipped. */
const isTest = (file: string): boolean => /\.(test|integration)\.[jt]s$|(^|\/)testing\//.test(file);

/** These files below a folder, relative to it, in the order of their names. */
export const sourceFiles = (root: string): readonly string[] =>
  folders
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
    )
    .filter((file) => !isTest(file))
    .toSorted();

/**
 * `sha256:…` of the sources of the suites, their fixtures and the judgement, as they are executed: TypeScript in a
 * checkout, JavaScript and the data files beside it in an installed package, whose digest is therefore another.
 */
export const sourceDigest = (
  roots: readonly string[] = [packageRoot, path.resolve(import.meta.dirname, '../..')],
): string => {
  const hash = createHash('sha256');
  for (const root of new Set(roots))
    for (const file of sourceFiles(root))
      hash.update(`${file}\0`).update(
        createHash('sha256')
          .update(readFileSync(path.join(root, file)))
          .digest(),
      );
  return `sha256:${hash.digest('hex')}`;
};
