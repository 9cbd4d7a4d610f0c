import { assert } from '../../src/scenarios/assert.ts';
import { jsonOf, object, text, type Json } from '../../src/clients/json-response.ts';
import { collectionPath, type WatchEvent } from '../../src/clients/kubernetes.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';

/** The collections of this project's custom resources. */
export type Plural = 'pipelines' | 'pipelineversions';

/**
 * The lanes and the listing of a scenario with a watch: a watch covers a whole collection, so writes of other scenarios would
 * appear in its recorded events.
 */
export const aloneOnKubernetes = { lanes: ['kubernetes/crd'], exclusiveListing: true } as const;

/** The time allowed until a watch shows the last object. */
const deadlineMs = 30_000;

/**
 * The events that a watch of a collection reports for this scenario's objects while `story` runs, in order. The watch
 * starts at the collection's previous resourceVersion and ends with an object created after the story. Events are
 * ordered, so an event that is missing by then is lost. The last object is not among the returned events.
 */
export const watchedWhile = async (
  { given, kubernetes, names, signal }: ScenarioContext,
  plural: Plural,
  last: Json,
  story: () => Promise<void>,
): Promise<readonly WatchEvent[]> => {
  const path = collectionPath(kubernetes.namespace, plural);
  const before = jsonOf(await kubernetes.call('GET', `${path}?limit=1`));
  const nameOf = (event: WatchEvent): string => text(object(object({ ...event }, 'object'), 'metadata'), 'name');
  const lastName = text(object(last, 'metadata'), 'name');
  const storyAndEnd = async (): Promise<void> => {
    try {
      await story();
    } finally {
      // The watch must end even if the story fails.
      await kubernetes.call('POST', path, last);
    }
  };
  const [watched, storyResult] = await Promise.allSettled([
    kubernetes.watch(path, {
      resourceVersion: text(object(before, 'metadata'), 'resourceVersion'),
      deadlineMs,
      done: (events) => signal.aborted || events.some((event) => nameOf(event) === lastName),
    }),
    storyAndEnd(),
  ]);
  if (storyResult.status === 'rejected') throw storyResult.reason;
  if (watched.status === 'rejected') throw watched.reason;
  const events = watched.value;
  // KFP has no part in what a watch of the Kubernetes API shows of an object that the harness created there.
  await given('a watch of the Kubernetes API shows what came last', async () =>
    assert.equal(
      events.some((event) => nameOf(event) === lastName),
      true,
      'the watch shows what came last',
    ),
  );
  return events.filter((event) => nameOf(event).startsWith(names.prefix) && nameOf(event) !== lastName);
};
