import path from 'node:path';
import { componentCache } from '../cache-entry.ts';
import type { ComponentName } from '../recipe.ts';
import { findExecutable } from '../../processes/search-path.ts';
import { releaseArchives, type ReleaseArchive } from './release-archives.ts';

/** The cache directory of a program from an archive. The hash also identifies the architecture. */
export const releaseEntry = (name: ComponentName, { version, sha512 }: ReleaseArchive): string =>
  path.join(componentCache(), `${name}-${version}-downloaded-${sha512.slice(0, 12)}`);

/** The path of a downloaded program in the pinned version; undefined if it was not downloaded. */
export const findDownloaded = (name: ComponentName): Promise<string | undefined> =>
  findExecutable(
    [name],
    releaseArchives()
      .filter(({ programs }) => programs.includes(name))
      .map((archive) => releaseEntry(name, archive)),
  );
