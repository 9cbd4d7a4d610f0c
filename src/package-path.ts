import { existsSync } from 'node:fs';
import path from 'node:path';

const findRoot = (directory: string): string => {
  if (existsSync(path.join(directory, 'package.json'))) return directory;
  const parent = path.dirname(directory);
  if (parent === directory) throw new Error(`no package.json above ${import.meta.dirname}`);
  return findRoot(parent);
};

/** The folder this package lies in, both as a checkout and installed. */
export const packageRoot = findRoot(import.meta.dirname);

/** A file of this package. */
export const packagePath = (...parts: readonly string[]): string => path.join(packageRoot, ...parts);
