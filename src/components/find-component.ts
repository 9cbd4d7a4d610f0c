import path from 'node:path';
import { isAccepted } from './accepted-version.ts';
import { findCached } from './cache-entry.ts';
import { recipes, type ComponentName } from './recipe.ts';
import { runProgram } from './run-program.ts';
import { findExecutable, searchPath } from './search-path.ts';
import { versions } from './versions.ts';

/** A program that is there to be used. */
export interface Component {
  /** Absolute. */
  readonly path: string;
  /** Without a leading v. */
  readonly version: string;
  readonly source: 'KUBEBUILDER_ASSETS' | 'PATH' | 'built' | 'system';
}

/** What looking for a component gave: the one to use, if any, and those passed over. */
export interface Finding {
  readonly component: Component | undefined;
  /** Found, and why not used. */
  readonly passedOver: readonly string[];
}

const versionOf = async (name: ComponentName, file: string): Promise<string | undefined> => {
  const { versionArguments, versionPattern } = recipes[name];
  try {
    return versionPattern.exec(await runProgram(file, versionArguments))?.[1];
  } catch {
    // Another program of this name, or one for another machine: the caller says that it was passed over.
    return undefined;
  }
};

/** Looks in KUBEBUILDER_ASSETS, on PATH and in the cache, in this order. */
export const findComponent = async (name: ComponentName): Promise<Finding> => {
  const assets = process.env['KUBEBUILDER_ASSETS'];
  const places = [
    { source: 'KUBEBUILDER_ASSETS', directories: assets ? [path.resolve(assets)] : [] },
    { source: 'PATH', directories: searchPath() },
  ] as const;
  const passedOver: string[] = [];
  for (const { source, directories } of places) {
    const file = await findExecutable([name], directories);
    if (file === undefined) continue;
    const version = await versionOf(name, file);
    if (version !== undefined && isAccepted(name, version))
      return { component: { path: file, version, source }, passedOver };
    passedOver.push(`${file} (${version ?? 'version not told'})`);
  }
  const file = await findCached(name);
  if (file === undefined) return { component: undefined, passedOver };
  const version = versions.toolchains[recipes[name].toolchain];
  return { component: { path: file, version, source: 'built' }, passedOver };
};
