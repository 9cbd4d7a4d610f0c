import { createReadStream } from 'node:fs';
import { isEngineAnswer } from '../../containers/engine-answer-error.ts';
import type { EngineApi } from '../../containers/engine-api.ts';
import type { NodeImage } from '../../containers/node-image/node-image.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { patience } from '../../waiting/slowness.ts';

const deadlineMs = 300_000;

/** Whether the engine has an image. */
export const hasImage = async (api: EngineApi, reference: string): Promise<boolean> => {
  const filter = encodeURIComponent(JSON.stringify({ reference: [reference] }));
  const found = await api.ask<unknown[]>('GET', `/images/json?filters=${filter}`);
  return (found ?? []).length > 0;
};

/** Loads an image that was built on this machine into the engine, unless the engine has it. */
export const loadNodeImage = async (
  api: EngineApi,
  { reference, archive }: NodeImage,
  signal: AbortSignal,
): Promise<'loaded' | 'present'> => {
  if (await hasImage(api, reference)) return 'present';
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience(deadlineMs))]);
  const answer = await api.ask<{ error?: string }>('POST', '/images/load?quiet=1', createReadStream(archive), limit);
  if (!(await hasImage(api, reference)))
    throw new EnvironmentError(
      `expected the container engine to have ${reference} after loading ${archive}, but it does not. It answered ${JSON.stringify(answer)}`,
    );
  return 'loaded';
};

interface ListedImage {
  readonly RepoTags: readonly string[] | null;
}

/** Removes older node images that were built on this machine, except those that a container still uses. */
export const removeOlderImages = async (api: EngineApi, { reference }: NodeImage): Promise<void> => {
  const repository = reference.replace(/:[^:/]+$/, '');
  const filter = encodeURIComponent(JSON.stringify({ reference: [repository] }));
  const images = (await api.ask<ListedImage[]>('GET', `/images/json?filters=${filter}`)) ?? [];
  for (const tag of images.flatMap(({ RepoTags }) => RepoTags ?? []))
    if (tag !== reference)
      try {
        await api.ask('DELETE', `/images/${encodeURIComponent(tag)}`);
      } catch (cause) {
        if (!isEngineAnswer(cause, 404, 409)) throw cause;
      }
};
