import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { step, type BuildContext } from './build-step.ts';

/** A layer of an image. */
export interface ImageLayer {
  /** The directory with the content of the layer. */
  readonly directory: string;
  /** The owner and group of all files, so that the build does not need root. By default those in the directory. */
  readonly owner?: number;
}

/** The content of an image in an archive for `docker load`, `ctr images import` or `kind load image-archive`. */
export interface ImageContent {
  /** `registry.k8s.io/pause:3.10.1` */
  readonly reference: string;
  /** Lowest layer first. */
  readonly layers: readonly ImageLayer[];
  /** As in an image's configuration: Entrypoint, Env, StopSignal … */
  readonly config: Readonly<Record<string, unknown>>;
}

const sha256OfFile = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
};

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

const ownedBy = (owner: number | undefined): readonly string[] =>
  owner === undefined
    ? ['--xattrs']
    : // The file modes in the image must not depend on the umask of the builder.
      [`--owner=${owner}`, `--group=${owner}`, '--mode=a+rX,u+w', '--mtime=@0'];

const writeLayer = async (context: BuildContext, layer: ImageLayer, into: string): Promise<string> => {
  const file = path.join(into, 'layer.tar');
  await step(context, 'tar', [
    '--create',
    `--file=${file}`,
    `--directory=${layer.directory}`,
    '--numeric-owner',
    ...ownedBy(layer.owner),
    '--sort=name',
    '.',
  ]);
  const digest = await sha256OfFile(file);
  await rename(file, path.join(into, `${digest}.tar`));
  return digest;
};

const writeImage = async (context: BuildContext, image: ImageContent, into: string) => {
  const digests = [];
  for (const layer of image.layers) digests.push(await writeLayer(context, layer, into));
  const config = JSON.stringify({
    architecture: architectures[process.arch] ?? process.arch,
    os: 'linux',
    config: image.config,
    rootfs: { type: 'layers', diff_ids: digests.map((digest) => `sha256:${digest}`) },
  });
  const id = createHash('sha256').update(config).digest('hex');
  await writeFile(path.join(into, `${id}.json`), config);
  return { Config: `${id}.json`, RepoTags: [image.reference], Layers: digests.map((digest) => `${digest}.tar`) };
};

/** Writes images into one archive, which is compressed if its name ends in .gz. */
export const writeImageArchive = async (
  context: BuildContext,
  images: readonly ImageContent[],
  file: string,
): Promise<void> => {
  const scratch = `${file}.parts`;
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch, { recursive: true });
  const manifest = [];
  for (const image of images) manifest.push(await writeImage(context, image, scratch));
  await writeFile(path.join(scratch, 'manifest.json'), JSON.stringify(manifest));
  const compressed = file.endsWith('.gz') ? ['--use-compress-program=gzip -1'] : [];
  await step(context, 'tar', ['--create', `--file=${file}`, ...compressed, `--directory=${scratch}`, '.']);
  await rm(scratch, { recursive: true });
};
