import { isDeepStrictEqual } from 'node:util';
import { object, text } from '../../src/clients/json-response.ts';
import type { WatchEvent } from '../../src/clients/kubernetes.ts';

/**
 * The events that change a spec, without modifications of status or metadata alone, which a server may make freely
 * (READY, a finalizer, a pending deletion). Repeated events with the same resourceVersion are kept. The watch must
 * start before the objects are created.
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
