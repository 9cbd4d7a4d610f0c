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

/** The folder of built components; each lies in a folder of its own, which appears complete or not at all. */
export const componentCache = (): string => path.join(cacheDirectory(), 'components');

/** Start of a cache folder's name: version and a hash of what goes into the build, but for the Go that builds it. */
const prefixOf = (name: ComponentName): string => {
  const recipe = recipes[name];
  const { goMod, goSum, main } = toolchainModule(recipe.toolchain);
  const own = main === undefined ? [] : [main];
  const inputs = JSON.stringify([goMod, goSum, recipe.package, linkerFlags(recipe.toolchain), buildFlags, ...own]);
  const hash = createHash('sha256').update(inputs).digest('hex').slice(0, 12);
  return `${name}-${versions.toolchains[recipe.toolchain]}-${hash}-`;
};

/** The folder that a build of `name` by this Go ends in. */
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

/** A built component: by the machine's Go, or by any where the machine has none. */
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
