import { createReadStream } from 'node:fs';
import type { EngineApi } from '../../components/engine/engine-api.ts';
import type { NodeImage } from '../../node-image/node-image.ts';
import { EnvironmentError } from '../environment-error.ts';

const deadlineMs = 300_000;

/** Whether the engine has an image. */
export const hasImage = async (api: EngineApi, reference: string): Promise<boolean> => {
  const filter = encodeURIComponent(JSON.stringify({ reference: [reference] }));
  const found = await api.ask<unknown[]>('GET', `/images/json?filters=${filter}`);
  return (found ?? []).length > 0;
};

/** Loads an image that was built here into the engine, where it is not there yet. */
export const loadNodeImage = async (
  api: EngineApi,
  { reference, archive }: NodeImage,
  signal: AbortSignal,
): Promise<'loaded' | 'there'> => {
  if (await hasImage(api, reference)) return 'there';
  const limit = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const answer = await api.ask<{ error?: string }>('POST', '/images/load?quiet=1', createReadStream(archive), limit);
  if (!(await hasImage(api, reference)))
    throw new EnvironmentError(
      `expected the container engine to have ${reference} after loading ${archive}, and it answered ${JSON.stringify(answer)}`,
    );
  return 'loaded';
};
