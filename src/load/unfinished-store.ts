import type { StorageMode } from '../contract/lane-name.ts';
import { messageOf } from '../judgement/check-error.ts';
import { counted } from '../text/counted.ts';
import { patience } from '../waiting/slowness.ts';
import type { Waiting } from '../waiting/waiting.ts';
import type { HeldSnapshot } from './cached-snapshots.ts';
import { storeSnapshot, type SavedState } from './snapshot-cache.ts';
import type { StoreContents } from './store-contents.ts';

/** Nobody waits longer after Ctrl-C for work that a later run can do again. */
const mostMs = 60_000;

/** Whether an object of a chunk that was cut off is there is not known: these were there before it began. */
const contentsOf = ({ pipelines, versions }: StoreContents): Readonly<Record<string, string>> => ({
  pipelines: String(pipelines),
  versions: String(versions),
});

/** What an unfinished store certainly holds. */
export const contentsIn = ({ manifest }: HeldSnapshot): StoreContents => ({
  pipelines: Number(manifest.content['pipelines']),
  versions: Number(manifest.content['versions']),
});

export interface UnfinishedStore {
  readonly key: string;
  readonly storage: StorageMode;
  /** Of the chunks that were finished. */
  readonly contents: StoreContents;
  /** Ends what would write to the store. */
  readonly release: () => Promise<void>;
  readonly save: (directory: string, content: Readonly<Record<string, string>>, waiting: Waiting) => Promise<unknown>;
  readonly bytes: SavedState['bytes'];
}

/**
 * Saves what was filled before the user interrupted the run, so that the next one goes on from there. Never throws: the
 * interruption is what is reported.
 */
export const keepUnfinished = async (
  { key, storage, contents, release, save, bytes }: UnfinishedStore,
  progress: Waiting['progress'],
): Promise<void> => {
  // The signal of the run is aborted.
  const waiting = { progress, signal: AbortSignal.timeout(patience(mostMs)) };
  progress(`saving the unfinished ${storage} store, from which the next run goes on`);
  try {
    await release();
    await using _held = await storeSnapshot(
      key,
      { bytes, save: (directory) => save(directory, contentsOf(contents), waiting) },
      waiting,
      { replaces: true },
    );
    progress(`the unfinished ${storage} store is saved; it has at least ${counted(contents.pipelines, 'pipeline')}`);
  } catch (cause) {
    progress(`the unfinished ${storage} store is not kept: ${messageOf(cause)}`);
  }
};
