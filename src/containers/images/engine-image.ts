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

/** An image that a container engine has. */
export interface EngineImage {
  /** As the engine is asked for it. */
  readonly reference: string;
  /** `sha256:…` of its configuration. */
  readonly id: string;
  /** The program in it, to be started with KFP's flags. */
  readonly program: readonly string[];
}

interface Inspected {
  readonly Id: string;
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

/** The answers of an engine about an image that its registry does not have, or not for everybody. */
const notThereStatuses = [400, 403, 404];
/** What registries say of such an image: an engine that has begun to answer hands on the text alone. */
const notThere = /manifest unknown|not found|access denied|no such manifest/i;

const pull = async (api: EngineApi, reference: string, signal: AbortSignal): Promise<void> => {
  const [repository = '', tag = ''] = reference.includes('@')
    ? reference.split('@')
    : [reference.replace(/:[^:/]+$/, ''), /:([^:/]+)$/.exec(reference)?.[1]];
  const query = new URLSearchParams({ fromImage: repository, tag });
  let said: string | undefined;
  let refused = false;
  try {
    said = (await api.ask<{ error?: string }>('POST', `/images/create?${query.toString()}`, undefined, signal))?.error;
  } catch (cause) {
    signal.throwIfAborted();
    said = (cause as Error).message.trim();
    refused = isEngineAnswer(cause, ...notThereStatuses);
  }
  if (said === undefined) return;
  const load = `where no registry is reached, load it there first (docker load, or scripts/with-engine docker load, --input FILE)`;
  if (refused || notThere.test(said))
    throw new UsageError(
      `--target image:${reference}: the container engine has no such image and its registry gave none: ${said}. Correct the name; pull it with docker pull where it needs a login; ${load}`,
    );
  throw new EnvironmentError(
    `the image ${reference} is not in the container engine and could not be pulled: ${said}. ${load[0]?.toUpperCase()}${load.slice(1)}`,
  );
};

/** Whether the engine has it already. */
export const hasEngineImage = async (engine: Pick<ContainerEngine, 'address'>, given: string): Promise<boolean> => {
  await using api = engineApi(engine.address);
  return (await inspect(api, imageReference(given))) !== undefined;
};

/** The image of this name in the engine, pulled where it is not there. */
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
    throw new EnvironmentError(`expected the container engine to have ${reference} after pulling it, and it has not`);
  return { reference, id: found.Id, program: imageProgram(given, found.Config) };
};

const tagOf = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);

/** An archive names its image by a tag: one that is known by its digest alone gets one for as long as it is written. */
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

/** An image of the engine as an archive, under a name that has a tag: what pods are to say for it. */
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
    progress.line(`image ${image.reference}: reading it from the container engine`);
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
