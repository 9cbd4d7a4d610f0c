import type { ListQuery, Page } from '../model/listing.ts';
import type { CacheListener, ObjectCache } from './object-cache.ts';
import { OrderedIndex } from '../listing/ordered-index.ts';
import type { PipelineEntry } from './pipeline-entry.ts';
import type { StoredPipeline } from '../model/pipeline-store.ts';

/** The sorted pipelines of each namespace, so that a list costs one page of its own namespace. Updated by the cache. */
export class PipelineIndex implements CacheListener<PipelineEntry> {
  readonly #namespaces = new Map<string, OrderedIndex<StoredPipeline>>();

  constructor(cache: ObjectCache<PipelineEntry>) {
    cache.listen(this);
  }

  added({ namespace, item }: PipelineEntry): void {
    let ordered = this.#namespaces.get(namespace);
    if (!ordered) this.#namespaces.set(namespace, (ordered = new OrderedIndex()));
    ordered.set(item);
  }

  removed({ namespace, uid }: PipelineEntry): void {
    const ordered = this.#namespaces.get(namespace);
    ordered?.delete(uid);
    if (ordered?.size === 0) this.#namespaces.delete(namespace);
  }

  page(namespace: string, query: ListQuery): Page<StoredPipeline> {
    return (this.#namespaces.get(namespace) ?? new OrderedIndex<StoredPipeline>()).page(query);
  }

  /** Sorts by these fields now, so that no request has to. */
  prepare(fields: readonly string[]): void {
    for (const ordered of this.#namespaces.values()) ordered.prepare(fields);
  }
}
