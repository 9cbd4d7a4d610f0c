import { object, text } from '../../src/clients/json-response.ts';
import type { WatchEvent } from '../../src/clients/kubernetes.ts';
import type { Names } from '../../src/contract/names.ts';
import { specChanges } from './spec-changes.ts';

/**
 * The events in words and in order: `ADDED one: its display name`. Objects are identified by their label
 * (`names.of(label)`).
 */
export const eventTexts = (events: readonly WatchEvent[], { prefix }: Names): readonly string[] =>
  specChanges(events).map((event) => {
    const name = text(object(event.object, 'metadata'), 'name').replace(`${prefix}-`, '');
    return `${event.type} ${name}: ${text(object(event.object, 'spec'), 'displayName')}`;
  });
