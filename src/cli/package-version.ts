import { readFileSync } from 'node:fs';
import { packagePath } from '../package-path.ts';

/** The version of this package: `0.1.0`. */
export const packageVersion = (): string =>
  (JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { readonly version: string }).version;
