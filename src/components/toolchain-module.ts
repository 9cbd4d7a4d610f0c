import { existsSync, readFileSync } from 'node:fs';
import { packagePath } from '../package-path.ts';
import type { Toolchain } from './versions.ts';

/** The pinned Go module from which a set of components is built. */
export interface ToolchainModule {
  readonly directory: string;
  readonly goMod: string;
  readonly goSum: string;
  /** The source of a program of this project next to the module file. */
  readonly main: string | undefined;
  /** The Go version that the module requires. */
  readonly go: string;
}

export const toolchainModule = (toolchain: Toolchain): ToolchainModule => {
  const directory = packagePath('scripts', 'toolchain', toolchain);
  const read = (name: string) => readFileSync(`${directory}/${name}`, 'utf8');
  const goMod = read('go.mod');
  const go = /^go (\S+)$/m.exec(goMod)?.[1];
  if (go === undefined) throw new Error(`${directory}/go.mod has no go line`);
  const main = existsSync(`${directory}/main.go`) ? read('main.go') : undefined;
  return { directory, goMod, goSum: read('go.sum'), main, go };
};
