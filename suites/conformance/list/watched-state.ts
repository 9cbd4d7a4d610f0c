import { object, text } from '../../../src/clients/json-response.ts';
import type { WatchEvent } from '../../../src/clients/kubernetes.ts';
import { pipelineFromObject } from '../../../src/lanes/crd.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';

/** The state of a client that follows a watch without listing, as a controller does. */
export interface WatchedState {
  /** By id. */
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  /**
   * Events that are invalid after the preceding ones: `ADDED twice`, `MODIFIED before ADDED`, `DELETED before ADDED`,
   * `MODIFIED again`.
   */
  readonly disorder: readonly string[];
}

/** Builds the state from the events of a watch on Pipelines that started on an empty collection. */
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
