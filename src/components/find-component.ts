import path from 'node:path';
import { isAccepted } from './accepted-version.ts';
import { findCached } from './cache-entry.ts';
import { programVersion } from './program-version.ts';
import { recipes, type ComponentName } from './recipe.ts';
import { findDownloaded } from './releases/release-entry.ts';
import { findExecutable, searchPath } from '../processes/search-path.ts';
import { versions } from './versions.ts';

/** A program that can be used. */
export interface Component {
  /** The absolute path. */
  readonly path: string;
  /** Without a leading v. */
  readonly version: string;
  readonly source: 'KUBEBUILDER_ASSETS' | 'PATH' | 'downloaded' | 'built' | 'system';
}

/** The result of a search for a component: the one to use, if any, and those passed over. */
export interface Finding {
  readonly component: Component | undefined;
  /** The programs that were found but are not used, with the reasons. */
  readonly passedOver: readonly string[];
}

/** Looks in KUBEBUILDER_ASSETS, on PATH and in the cache, in this order. In the cache, downloads precede builds. */
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
    const version = await programVersion(name, file);
    if (version !== undefined && isAccepted(name, version))
      return { component: { path: file, version, source }, passedOver };
    passedOver.push(`${file} (${version ?? 'unknown version'})`);
  }
  const version = versions.toolchains[recipes[name].toolchain];
  const downloaded = await findDownloaded(name);
  if (downloaded !== undefined) return { component: { path: downloaded, version, source: 'downloaded' }, passedOver };
  const built = await findCached(name);
  if (built !== undefined) return { component: { path: built, version, source: 'built' }, passedOver };
  return { component: undefined, passedOver };
};
