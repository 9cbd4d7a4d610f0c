import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { identify, liveness, type ProcessIdentity } from '../processes/process-identity.ts';

const prefix = 'kfp-conformance-test-';

/** Beside the folder of the test, so that the test finds its folder empty. */
const ownerFile = 'owner.json';

/** The age at which a folder without an owner file is abandoned; a younger one may belong to a test that is starting. */
const unownedMs = 86_400_000;

/** A folder of this process for temporary files. */
export interface TestFolder extends AsyncDisposable {
  readonly path: string;
}

const remove = (directory: string): Promise<void> =>
  // Retries, since a process that is ending may still write to the folder.
  rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });

export const testFolder = async (): Promise<TestFolder> => {
  const directory = await mkdtemp(path.join(tmpdir(), prefix));
  await writeFile(path.join(directory, ownerFile), JSON.stringify(identify(process.pid)));
  const files = path.join(directory, 'files');
  await mkdir(files);
  return { path: files, [Symbol.asyncDispose]: () => remove(directory) };
};

const ownerOf = async (directory: string): Promise<ProcessIdentity | undefined> => {
  try {
    return JSON.parse(await readFile(path.join(directory, ownerFile), 'utf8')) as ProcessIdentity;
  } catch {
    // The file is not written completely, or another process is removing it.
    return undefined;
  }
};

const isAbandoned = async (directory: string): Promise<boolean> => {
  const owner = await ownerOf(directory);
  if (owner !== undefined) return liveness(owner) === 'dead';
  const found = await stat(directory).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > unownedMs;
};

/** Removes the folders of killed test runs and returns their paths. */
export const removeAbandonedTestFolders = async (parent = tmpdir()): Promise<readonly string[]> => {
  const removed: string[] = [];
  for (const name of await readdir(parent)) {
    const directory = path.join(parent, name);
    if (!name.startsWith(prefix) || !(await isAbandoned(directory))) continue;
    try {
      await remove(directory);
      removed.push(directory);
    } catch (cause) {
      // The folder belongs to another user, since all users share the parent folder.
      if (!['EACCES', 'EPERM'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    }
  }
  return removed;
};
