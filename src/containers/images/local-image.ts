import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { cacheDirectory } from '../../components/cache-directory.ts';
import type { Progress } from '../../waiting/progress.ts';
import { withSetupLock } from '../../components/setup-lock.ts';
import type { BuildContext } from './build-step.ts';
import { writeImageArchive, type ImageContent } from './image-archive.ts';

/** An image that was built on this machine without a container engine or a registry. */
export interface LocalImage {
  /** `kfp-conformance/reference:0123456789ab` */
  readonly reference: string;
  /** An archive for `docker load` and `ctr images import`. */
  readonly archive: string;
}

/** The inputs and the build of an image. */
export interface ImageRecipe {
  /** The last part of the image's name: `reference` */
  readonly kind: string;
  /** All values that determine the content of the image. */
  readonly inputs: readonly string[];
  /** Builds the content of the image in an empty directory. */
  make(scratch: string, context: BuildContext): Promise<Omit<ImageContent, 'reference'>>;
}

/** The source files that build images, as inputs of the cache key. */
const builderSources = (): readonly string[] =>
  readdirSync(import.meta.dirname)
    .filter((name) => /(?<!\.test|\.d)\.[jt]s$/.test(name))
    .toSorted()
    .map((name) => readFileSync(path.join(import.meta.dirname, name), 'utf8'));

/** Archives used more recently are kept, because another run may be about to load them. */
const unusedMs = 15 * 60_000;

/** The directory of the image archives. */
export const imageCache = (): string => path.join(cacheDirectory(), 'images');

/** Removes the archives of a kind that have not been used recently, except `latest`. */
export const removeOlderArchives = async (kind: string, latest: string): Promise<void> => {
  const folder = path.dirname(latest);
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (file === latest || !name.startsWith(`${kind}-`)) continue;
    if (Date.now() - (await stat(file)).mtimeMs > unusedMs) await rm(file, { recursive: true, force: true });
  }
};

/** The image of a recipe, built if it is not in the cache. */
export const localImage = async (
  { kind, inputs, make }: ImageRecipe,
  progress: Progress,
  signal: AbortSignal,
): Promise<LocalImage> => {
  const digest = createHash('sha256').update(JSON.stringify([inputs, builderSources(), process.arch]));
  const hash = digest.digest('hex').slice(0, 12);
  const reference = `kfp-conformance/${kind}:${hash}`;
  const archive = path.join(imageCache(), `${kind}-${hash}.tar`);
  const touch = () => utimes(archive, new Date(), new Date());
  if (existsSync(archive)) {
    await touch();
    return { reference, archive };
  }
  await withSetupLock(progress, signal, async () => {
    if (existsSync(archive)) return touch();
    const began = performance.now();
    progress.line(`image ${reference}: building`);
    const scratch = `${archive}.building`;
    await rm(scratch, { recursive: true, force: true });
    await mkdir(scratch, { recursive: true });
    try {
      const context = { what: `the image ${reference}`, env: { ...process.env, LC_ALL: 'C' }, signal };
      const content = await make(scratch, context);
      const packed = path.join(scratch, 'image.tar');
      await writeImageArchive(context, [{ ...content, reference }], packed);
      await rename(packed, archive);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
    await removeOlderArchives(kind, archive);
    progress.line(`image ${reference}: built in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  });
  return { reference, archive };
};
