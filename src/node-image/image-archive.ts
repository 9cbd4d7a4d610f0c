import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { step, type BuildContext } from './step.ts';

/** An image of one layer, as `docker load`, `ctr images import` and `kind load image-archive` read it. */
export interface SingleLayerImage {
  /** `registry.k8s.io/pause:3.10.1` */
  readonly reference: string;
  /** Folder whose content is the layer. */
  readonly directory: string;
  /** As in an image's configuration: Entrypoint, Env, StopSignal … */
  readonly config: Readonly<Record<string, unknown>>;
}

const sha256OfFile = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
};

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

const writeImage = async (context: BuildContext, image: SingleLayerImage, into: string) => {
  const layer = path.join(into, 'layer.tar');
  await step(context, 'tar', [
    '--create',
    `--file=${layer}`,
    `--directory=${image.directory}`,
    '--numeric-owner',
    '--xattrs',
    '--sort=name',
    '.',
  ]);
  const digest = await sha256OfFile(layer);
  await rename(layer, path.join(into, `${digest}.tar`));
  const config = JSON.stringify({
    architecture: architectures[process.arch] ?? process.arch,
    os: 'linux',
    config: image.config,
    rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
  });
  const id = createHash('sha256').update(config).digest('hex');
  await writeFile(path.join(into, `${id}.json`), config);
  return { Config: `${id}.json`, RepoTags: [image.reference], Layers: [`${digest}.tar`] };
};

/** Writes images into one archive, compressed where its name ends in .gz. */
export const writeImageArchive = async (
  context: BuildContext,
  images: readonly SingleLayerImage[],
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
