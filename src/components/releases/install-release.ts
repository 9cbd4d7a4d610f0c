import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { programVersion } from '../program-version.ts';
import { downloadArchive, type DownloadOptions, type DownloadState } from './download-archive.ts';
import { extractPrograms } from './extract-programs.ts';
import type { ArchiveChoice } from './release-archives.ts';
import { releaseEntry } from './release-entry.ts';

/** Downloads an archive, and moves the chosen programs into the cache once every one of them is right. */
export const installRelease = async (
  { archive, names }: ArchiveChoice,
  scratch: string,
  options: DownloadOptions,
  told: (state: DownloadState) => void,
  signal: AbortSignal,
): Promise<void> => {
  await mkdir(scratch, { recursive: true });
  const file = path.join(scratch, archive.file);
  await downloadArchive(archive, file, options, told, signal);
  await extractPrograms(file, archive.folder, names, scratch, signal);
  await rm(file);
  for (const name of names) {
    const version = await programVersion(name, path.join(scratch, name, name));
    if (version !== archive.version)
      throw new Error(`its ${name} says version ${version ?? 'nothing'}, and ${archive.version} was expected`);
  }
  signal.throwIfAborted();
  for (const name of names) {
    try {
      await rename(path.join(scratch, name), releaseEntry(name, archive));
    } catch (cause) {
      // A set-up that does not see our lock was quicker; the same archive gave the same program.
      if (!['ENOTEMPTY', 'EEXIST'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    }
  }
};
