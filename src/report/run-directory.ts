import { mkdir, rmdir, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ReportWriteError } from './report-write-error.ts';
import { UsageError } from '../failures/usage-error.ts';

/** The folder of one run, its own; ending it removes it again when nothing was put there. */
export interface RunDirectory extends AsyncDisposable {
  readonly id: string;
  readonly path: string;
}

const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? '';

/** A moment as it stands in the id of a run: `20261123T025157Z` */
export const stampOf = (moment: Date): string => moment.toISOString().replaceAll(/[-:]|\.\d+/g, '');

/** Two runs that start in one second with one seed get folders of their own. */
const makeOwn = async (root: string, id: string): Promise<RunDirectory> => {
  for (let number = 1; ; number += 1) {
    const own = number === 1 ? id : `${id}-${number}`;
    const directory = path.join(root, own);
    try {
      await mkdir(directory);
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') continue;
      throw cause;
    }
    const removeEmpty = async (): Promise<void> => {
      await rmdir(directory).catch((cause: unknown) => {
        if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(codeOf(cause))) throw cause;
      });
    };
    return { id: own, path: directory, [Symbol.asyncDispose]: removeEmpty };
  }
};

const probeBytes = 64 * 1024;

/** A full disk lets folders be made all the same. */
const proveWritable = async (directory: RunDirectory): Promise<void> => {
  const probe = path.join(directory.path, 'probe');
  try {
    await writeFile(probe, Buffer.alloc(probeBytes));
    await unlink(probe);
  } catch (cause) {
    await unlink(probe).catch(() => {});
    await directory[Symbol.asyncDispose]();
    throw cause;
  }
};

/**
 * Makes the folder of a run below `output`, before anything is measured that could not be kept. Throws a UsageError when
 * `output` is no folder, a ReportWriteError when nothing can be written there.
 */
export const makeRunDirectory = async (output: string, id: string): Promise<RunDirectory> => {
  const root = path.resolve(output);
  try {
    await mkdir(root, { recursive: true });
    const directory = await makeOwn(root, id);
    await proveWritable(directory);
    return directory;
  } catch (cause) {
    if (['ENOTDIR', 'EEXIST'].includes(codeOf(cause)))
      throw new UsageError(`--output ${output}: a part of the path is a file; name a folder`, { cause });
    throw new ReportWriteError(root, cause);
  }
};
