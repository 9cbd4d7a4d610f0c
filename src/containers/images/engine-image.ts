import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../../failures/usage-error.ts';
import type { ContainerEngine } from '../container-engine.ts';
import { isEngineAnswer } from '../engine-answer-error.ts';
import { engineApi, type EngineApi } from '../engine-api.ts';
import type { Progress } from '../../waiting/progress.ts';
import { withSetupLock } from '../../components/setup-lock.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { imageProgram, type ImageStart } from './image-program.ts';
import { imageReference } from './image-reference.ts';
import { imageCache, removeOlderArchives, type LocalImage } from './local-image.ts';

/** An image in a container engine. */
export interface EngineImage {
  /** The reference by which the engine finds the image. */
  readonly reference: string;
  /** The digest `sha256:…` of its configuration. */
  readonly id: string;
  /** The digests by which this build can be recognised: of its configuration, and of the image in its registries. */
  readonly digests: readonly string[];
  /** The program of the image, which is started with KFP's flags. */
  readonly program: readonly string[];
}

interface Inspected {
  readonly Id: string;
  /** `ghcr.io/kubeflow/kfp-api-server@sha256:…`; absent or empty for an image that no registry gave. */
  readonly RepoDigests?: readonly string[] | null;
  readonly Config: ImageStart;
}

const inspect = async (api: EngineApi, reference: string): Promise<Inspected | undefined> => {
  try {
    return await api.ask<Inspected>('GET', `/images/${reference}/json`);
  } catch (cause) {
    if (isEngineAnswer(cause, 404)) return undefined;
    throw cause;
  }
};

/** The statuses of an engine for an image that its registry does not have or does not allow to pull. */
const notFoundStatuses = [400, 403, 404];
/** Registry messages about such an image: once an engine has begun its answer, it reports only the text. */
const notFound = /manifest unknown|not found|access denied|no such manifest/i;

const pull = async (api: EngineApi, reference: string, signal: AbortSignal): Promise<void> => {
  const [repository = '', tag = ''] = reference.includes('@')
    ? reference.split('@')
    : [reference.replace(/:[^:/]+$/, ''), /:([^:/]+)$/.exec(reference)?.[1]];
  const query = new URLSearchParams({ fromImage: repository, tag });
  let error: string | undefined;
  let rejected = false;
  try {
    error = (await api.ask<{ error?: string }>('POST', `/images/create?${query.toString()}`, undefined, signal))?.error;
  } catch (cause) {
    signal.throwIfAborted();
    error = (cause as Error).message.trim();
    rejected = isEngineAnswer(cause, ...notFoundStatuses);
  }
  if (error === undefined) return;
  const remedy = `If no registry can be reached, load the image into the engine first (docker load --input FILE, or scripts/with-engine docker load --input FILE)`;
  if (rejected || notFound.test(error))
    throw new UsageError(
      `--target image:${reference}: the image is neither in the container engine nor available from its registry: ${error}. Correct the name, or run docker pull if the registry requires a login. ${remedy}`,
    );
  throw new EnvironmentError(
    `the image ${reference} is not in the container engine and could not be pulled: ${error}. ${remedy}`,
  );
};

/** Whether the engine already has the image. */
export const hasEngineImage = async (engine: Pick<ContainerEngine, 'address'>, given: string): Promise<boolean> => {
  await using api = engineApi(engine.address);
  return (await inspect(api, imageReference(given))) !== undefined;
};

/** The image of this name in the engine, which pulls it if necessary. */
export const engineImage = async (
  engine: Pick<ContainerEngine, 'address'>,
  given: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<EngineImage> => {
  const reference = imageReference(given);
  await using api = engineApi(engine.address);
  let found = await inspect(api, reference);
  if (found === undefined) {
    progress.line(`image ${reference}: pulling`);
    await pull(api, reference, signal);
    found = await inspect(api, reference);
  }
  if (found === undefined)
    throw new EnvironmentError(`expected the container engine to have ${reference} after pulling it, but it does not`);
  return {
    reference,
    id: found.Id,
    digests: [found.Id, ...(found.RepoDigests ?? []).map((one) => one.replace(/^.*@/, ''))],
    program: imageProgram(given, found.Config),
  };
};

const tagOf = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);

/** An image with only a digest gets a temporary tag, because an archive names its image by a tag. */
const tagged = async (api: EngineApi, { reference, id }: EngineImage) => {
  if (!reference.includes('@')) return { name: reference, [Symbol.asyncDispose]: () => Promise.resolve() };
  const [repository, tag] = ['kfp-conformance/image', tagOf(id)];
  await api.ask('POST', `/images/${id}/tag?repo=${encodeURIComponent(repository)}&tag=${tag}`);
  const name = `${repository}:${tag}`;
  return {
    name,
    [Symbol.asyncDispose]: async () => {
      await api.ask('DELETE', `/images/${name}`);
    },
  };
};

/** Saves an image of the engine as an archive. Pods must use the returned reference, which has a tag. */
export const imageFromEngine = async (
  engine: Pick<ContainerEngine, 'address'>,
  image: EngineImage,
  progress: Progress,
  signal: AbortSignal,
): Promise<LocalImage> => {
  const hash = createHash('sha256').update(`${image.reference} ${image.id}`).digest('hex').slice(0, 12);
  const archive = path.join(imageCache(), `image-${hash}.tar`);
  const reference = image.reference.includes('@') ? `kfp-conformance/image:${tagOf(image.id)}` : image.reference;
  if (existsSync(archive)) {
    await utimes(archive, new Date(), new Date());
    return { reference, archive };
  }
  await withSetupLock(progress, signal, async () => {
    if (existsSync(archive)) return;
    progress.line(`image ${image.reference}: saving it from the container engine`);
    await mkdir(imageCache(), { recursive: true });
    await using api = engineApi(engine.address);
    await using named = await tagged(api, image);
    const partial = `${archive}.building`;
    try {
      await api.save(`/images/${named.name}/get`, partial, signal);
      await rename(partial, archive);
    } finally {
      await rm(partial, { force: true });
    }
    await removeOlderArchives('image', archive);
  });
  return { reference, archive };
};
