import { mkdir, rmdir, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ReportWriteError } from './report-write-error.ts';
import { UsageError } from '../failures/usage-error.ts';

/** The folder of one run. Disposing of it removes it if it is empty. */
export interface RunDirectory extends AsyncDisposable {
  readonly id: string;
  readonly path: string;
}

const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? '';

/** The time stamp in the id of a run: `20261123T025157Z` */
export const stampOf = (moment: Date): string => moment.toISOString().replaceAll(/[-:]|\.\d+/g, '');

/** Creates a folder with a unique name, even for two runs that start in the same second with the same seed. */
const makeUnique = async (root: string, id: string): Promise<RunDirectory> => {
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

/** Writes a probe file, because folders can be created even on a full disk. */
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
 * Creates the folder of a run in `output`, before the run begins, so that its results can be stored. Throws a
 * UsageError if `output` is not a folder, and a ReportWriteError if it is not writable.
 */
export const makeRunDirectory = async (output: string, id: string): Promise<RunDirectory> => {
  const root = path.resolve(output);
  try {
    await mkdir(root, { recursive: true });
    const directory = await makeUnique(root, id);
    await proveWritable(directory);
    return directory;
  } catch (cause) {
    if (['ENOTDIR', 'EEXIST'].includes(codeOf(cause)))
      throw new UsageError(`--output ${output}: a part of the path is a file; choose a folder`, { cause });
    throw new ReportWriteError(root, cause);
  }
};
