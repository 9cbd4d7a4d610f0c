import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { EnvironmentError } from '../../../failures/environment-error.ts';

const schema = z.object({
  format: z.literal(1),
  savedAt: z.iso.datetime(),
  /** Component → version. Data of one version may be unreadable, or of another size or speed, in another version. */
  versions: z.record(z.string(), z.string()),
  /** What the caller says about the content: the digest of a plan, the name of a database … */
  content: z.record(z.string(), z.string()),
  /** The revision of etcd when it was saved; resourceVersions of later changes are higher. */
  revision: z.int().nonnegative(),
  /** Every file, relative to the directory. */
  files: z.array(z.object({ path: z.string(), bytes: z.int().nonnegative() })),
});

/** What a snapshot holds. It is written last, so a directory without it is no snapshot. */
export type SnapshotManifest = z.infer<typeof schema>;

/** A complete snapshot on disk. */
export interface Snapshot {
  readonly directory: string;
  readonly manifest: SnapshotManifest;
  /** The sum of its files. */
  readonly bytes: number;
}

/** The parts of a snapshot's directory. */
export const snapshotParts = { manifest: 'snapshot.json', etcd: 'etcd.db', database: 'mariadb' } as const;

const remedy = 'remove the directory and save the snapshot again';

const readManifest = async (directory: string): Promise<SnapshotManifest> => {
  let content: string;
  try {
    content = await readFile(path.join(directory, snapshotParts.manifest), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new EnvironmentError(
      `${directory} is no complete snapshot: ${snapshotParts.manifest}, which is written last, is missing; ${remedy}`,
      { cause },
    );
  }
  try {
    return schema.parse(JSON.parse(content));
  } catch (cause) {
    throw new EnvironmentError(
      `${directory} is no snapshot of this version of kfp-conformance: its ${snapshotParts.manifest} cannot be read; ${remedy}`,
      { cause },
    );
  }
};

/** Throws an EnvironmentError if a file is missing or has another size than when it was saved. */
const requireFiles = async (directory: string, { files }: SnapshotManifest): Promise<void> => {
  for (const { path: file, bytes } of files) {
    const found = await stat(path.join(directory, file)).catch(() => undefined);
    if (found?.size === bytes) continue;
    const state = found === undefined ? 'is missing' : `has ${found.size} bytes`;
    throw new EnvironmentError(`the snapshot ${directory} is damaged: ${file}, of ${bytes} bytes, ${state}; ${remedy}`);
  }
};

const snapshotOf = (directory: string, manifest: SnapshotManifest): Snapshot => ({
  directory,
  manifest,
  bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
});

/** Reads a snapshot. Throws an EnvironmentError if it is not complete. */
export const readSnapshot = async (directory: string): Promise<Snapshot> => {
  const manifest = await readManifest(directory);
  await requireFiles(directory, manifest);
  return snapshotOf(directory, manifest);
};

/** Throws an EnvironmentError if the snapshot was saved by components of other versions. */
export const requireVersions = (
  { directory, manifest }: Snapshot,
  versions: Readonly<Record<string, string>>,
): void => {
  const names = new Set([...Object.keys(manifest.versions), ...Object.keys(versions)]);
  const different = [...names].filter((name) => manifest.versions[name] !== versions[name]);
  if (different.length === 0) return;
  const list = different.map(
    (name) => `${name} ${manifest.versions[name] ?? 'absent'} instead of ${versions[name] ?? 'none'}`,
  );
  throw new EnvironmentError(
    `the snapshot ${directory} was saved by other versions: ${list.join(', ')}; save it again with these components`,
  );
};

/** Makes a directory a snapshot. Renamed into place, so that a reader never sees half a manifest. */
export const writeManifest = async (
  directory: string,
  content: Omit<SnapshotManifest, 'format'>,
): Promise<Snapshot> => {
  const manifest: SnapshotManifest = { format: 1, ...content };
  const file = path.join(directory, snapshotParts.manifest);
  await writeFile(`${file}.new`, `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return snapshotOf(directory, manifest);
};
