import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { programVersion } from '../program-version.ts';
import { downloadArchive, type DownloadOptions, type DownloadState } from './download-archive.ts';
import { extractPrograms } from './extract-programs.ts';
import type { ArchiveChoice } from './release-archives.ts';
import { releaseEntry } from './release-entry.ts';

/** Downloads an archive, verifies the versions of the chosen programs, and moves them into the cache. */
export const installRelease = async (
  { archive, names }: ArchiveChoice,
  scratch: string,
  options: DownloadOptions,
  onProgress: (state: DownloadState) => void,
  signal: AbortSignal,
): Promise<void> => {
  await mkdir(scratch, { recursive: true });
  const file = path.join(scratch, archive.file);
  await downloadArchive(archive, file, options, onProgress, signal);
  await extractPrograms(file, archive.folder, names, scratch, signal);
  await rm(file);
  for (const name of names) {
    const version = await programVersion(name, path.join(scratch, name, name));
    if (version !== archive.version)
      throw new Error(
        `expected ${name} ${archive.version} in the archive, but it reports version ${version ?? 'unknown'}`,
      );
  }
  signal.throwIfAborted();
  for (const name of names) {
    try {
      await rename(path.join(scratch, name), releaseEntry(name, archive));
    } catch (cause) {
      // A set-up that does not share the lock was faster; the same archive contains the same program.
      if (!['ENOTEMPTY', 'EEXIST'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    }
  }
};
