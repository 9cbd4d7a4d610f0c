import { readdirSync } from 'node:fs';
import { packagePath } from '../../../src/package-path.ts';

/** The scripts of both surfaces: `crd/create`, `rest/create` … */
export const scripts: readonly string[] = ['crd', 'rest'].flatMap((surface) =>
  readdirSync(packagePath('suites', 'load', surface)).map((file) => `${surface}/${file.replace(/\.ts$/, '')}`),
);
