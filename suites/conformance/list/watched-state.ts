import { object, text } from '../../../src/clients/json-response.ts';
import type { WatchEvent } from '../../../src/clients/kubernetes.ts';
import { pipelineFromObject } from '../../../src/lanes/crd.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';

/** What a client keeps that lists nothing and follows a watch, as a controller does. */
export interface WatchedState {
  /** By id. */
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  /** Events that cannot follow what came before: `ADDED twice`, `MODIFIED before ADDED`, `DELETED before ADDED`, `MODIFIED again`. */
  readonly disorder: readonly string[];
}

/** Follows the events of a watch of Pipelines that began when there were none. */
export const watchedState = (events: readonly WatchEvent[]): WatchedState => {
  const pipelines = new Map<string, Pipeline>();
  const seen = new Set<string>();
  const disorder: string[] = [];
  for (const { type, object: resource } of events) {
    const pipeline = pipelineFromObject(resource);
    const version = `${type} ${pipeline.id} ${text(object(resource, 'metadata'), 'resourceVersion')}`;
    if (type === 'ADDED' && pipelines.has(pipeline.id)) disorder.push('ADDED twice');
    else if (type !== 'ADDED' && !pipelines.has(pipeline.id)) disorder.push(`${type} before ADDED`);
    else if (seen.has(version)) disorder.push(`${type} again`);
    seen.add(version);
    if (type === 'DELETED') pipelines.delete(pipeline.id);
    else pipelines.set(pipeline.id, pipeline);
  }
  return { pipelines, disorder };
};
