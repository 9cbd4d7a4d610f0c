import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { buildFlags, linkerFlags } from './build-flags.ts';
import { cacheDirectory } from './cache-directory.ts';
import { goToolchain, type GoToolchain } from './go-toolchain.ts';
import { recipes, type ComponentName } from './recipe.ts';
import { findExecutable } from '../processes/search-path.ts';
import { toolchainModule } from './toolchain-module.ts';
import { versions } from './versions.ts';

/** The directory of components. Each has its own subdirectory, which appears only when it is complete. */
export const componentCache = (): string => path.join(cacheDirectory(), 'components');

/** The start of a cache directory's name: the version and a hash of the build's inputs, except the version of Go. */
const prefixOf = (name: ComponentName): string => {
  const recipe = recipes[name];
  const { goMod, goSum, main } = toolchainModule(recipe.toolchain);
  const own = main === undefined ? [] : [main];
  const inputs = JSON.stringify([goMod, goSum, recipe.package, linkerFlags(recipe.toolchain), buildFlags, ...own]);
  const hash = createHash('sha256').update(inputs).digest('hex').slice(0, 12);
  return `${name}-${versions.toolchains[recipe.toolchain]}-${hash}-`;
};

/** The directory for the result of a build of `name` with this Go. */
export const cacheEntry = (name: ComponentName, go: GoToolchain): string =>
  path.join(componentCache(), `${prefixOf(name)}${go.version.replaceAll(' ', '_')}-${go.os}-${go.architecture}`);

const entriesOf = async (directory: string): Promise<readonly string[]> => {
  try {
    return await readdir(directory);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
};

/** The path of a component that the machine's Go has built, or any Go if the machine has none. */
export const findCached = async (name: ComponentName): Promise<string | undefined> => {
  const go = await goToolchain();
  const directories =
    go !== undefined
      ? [cacheEntry(name, go)]
      : (await entriesOf(componentCache()))
          .filter((entry) => entry.startsWith(prefixOf(name)))
          .map((entry) => path.join(componentCache(), entry));
  return findExecutable([name], directories);
};
