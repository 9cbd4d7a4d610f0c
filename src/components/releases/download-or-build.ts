import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { removeAbandonedBuilds, scratchDirectory } from '../build-components.ts';
import type { ComponentName } from '../recipe.ts';
import { statusReporter, type Progress } from '../../waiting/progress.ts';
import { describeDownloadFailure } from './describe-download-failure.ts';
import type { DownloadOptions, DownloadState } from './download-archive.ts';
import { downloadLimits } from './download-limits.ts';
import { downloadsAllowed } from './downloads-setting.ts';
import { installRelease } from './install-release.ts';
import { chooseArchives, releaseArchives, type ReleaseArchive } from './release-archives.ts';
import { sizeText } from './size-text.ts';

/** The source of releases, which tests replace. */
export interface ReleaseSource extends DownloadOptions {
  readonly archives: readonly ReleaseArchive[];
}

const publishers = (): ReleaseSource => ({
  archives: releaseArchives(),
  limits: downloadLimits,
  write: createWriteStream,
});

const seconds = (since: number): number => Math.round((performance.now() - since) / 1000);

/** The progress of all downloads in one line. */
const describe = (states: ReadonlyMap<string, DownloadState>, elapsed: number): string => {
  const each = [...states].map(([file, { bytes, total }]) => {
    const of = total === undefined ? '' : ` of ${sizeText(total)}`;
    return `${file} ${sizeText(bytes)}${of}`;
  });
  return `downloading ${each.join(', ')}: ${elapsed} s`;
};

/** Downloads the available programs among `names` and returns the remaining ones. */
const download = async (
  names: readonly ComponentName[],
  progress: Progress,
  signal: AbortSignal,
  source: ReleaseSource,
): Promise<readonly ComponentName[]> => {
  const choices = downloadsAllowed() ? chooseArchives(names, source.archives) : [];
  if (choices.length === 0) return names;
  await removeAbandonedBuilds();
  const scratch = scratchDirectory();
  const started = performance.now();
  const states = new Map<string, DownloadState>(
    choices.map(({ archive }) => [archive.file, { bytes: 0, total: undefined }]),
  );
  const report = statusReporter(progress);
  const clock = setInterval(() => {
    if (states.size > 0) report(seconds(started), describe(states, seconds(started)));
  }, 1000);
  const installed: ComponentName[] = [];
  try {
    await Promise.all(
      choices.map(async (choice) => {
        const { file, url } = choice.archive;
        const onProgress = (state: DownloadState) => states.set(file, state);
        const programs = choice.names.join(', ');
        try {
          await installRelease(choice, path.join(scratch, file), source, onProgress, signal);
        } catch (cause) {
          if (!signal.aborted)
            progress.line(`${url} cannot be used: ${describeDownloadFailure(cause)}; building ${programs} instead`);
          return;
        } finally {
          states.delete(file);
        }
        installed.push(...choice.names);
        progress.line(`${programs}: downloaded from ${url} in ${seconds(started)} s`);
      }),
    );
    signal.throwIfAborted();
  } finally {
    clearInterval(clock);
    await rm(scratch, { recursive: true, force: true });
  }
  return names.filter((name) => !installed.includes(name));
};

/**
 * Downloads the available programs among `names` and builds the others. Reports an unusable archive in one line. When
 * aborted, rejects with the signal's reason and builds nothing. The caller must hold the set-up lock.
 */
export const downloadOrBuild = async (
  names: readonly ComponentName[],
  build: (names: readonly ComponentName[]) => Promise<void>,
  progress: Progress,
  signal: AbortSignal,
  source: ReleaseSource = publishers(),
): Promise<void> => {
  const remaining = await download(names, progress, signal, source);
  if (remaining.length > 0) await build(remaining);
};
