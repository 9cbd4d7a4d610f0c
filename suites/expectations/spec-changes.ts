import { isDeepStrictEqual } from 'node:util';
import { object, text } from '../../src/clients/json-response.ts';
import type { WatchEvent } from '../../src/clients/kubernetes.ts';

/**
 * The events that say something of a spec: without modifications of status or metadata alone, which a server may make as it
 * likes (READY, a finalizer, a deletion under way). An event that came before, with its resourceVersion, stays in.
 * The watch has to begin before the objects are made.
 */
export const specChanges = (events: readonly WatchEvent[]): readonly WatchEvent[] => {
  const last = new Map<string, WatchEvent>();
  const seen = new Set<string>();
  return events.filter((event) => {
    const metadata = object(event.object, 'metadata');
    const uid = text(metadata, 'uid');
    const version = `${uid} ${text(metadata, 'resourceVersion')}`;
    const before = last.get(uid);
    const again = seen.has(version);
    last.set(uid, event);
    seen.add(version);
    return event.type !== 'MODIFIED' || again || !isDeepStrictEqual(before?.object['spec'], event.object['spec']);
  });
};
