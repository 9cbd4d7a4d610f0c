import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runtimeDirectory } from '../../state/runtime-directory.ts';
import { makeCacheDirectory } from '../../components/cache-directory.ts';

/** Where an engine of our own keeps what: nothing of it is shared with an engine that somebody else runs. */
export interface EngineFolders {
  /** Images and containers; in the cache, so that images last. */
  readonly data: string;
  /** Sockets, pid file, log; removed when the engine has ended. */
  readonly runtime: string;
  /** As DOCKER_HOST says it. */
  readonly address: string;
  /** Name of the abstract socket that the keeper listens on: one keeper for each user and cache. */
  readonly keeper: string;
}

export const engineFolders = async (): Promise<EngineFolders> => {
  const cache = await makeCacheDirectory();
  const state = await runtimeDirectory();
  const hash = createHash('sha256').update(`${process.getuid?.()} ${cache}`).digest('hex').slice(0, 16);
  const runtime = path.join(state, `engine-${hash}`);
  await mkdir(runtime, { recursive: true, mode: 0o700 });
  return {
    data: path.join(cache, 'engine'),
    runtime,
    address: `unix://${path.join(runtime, 'docker.sock')}`,
    keeper: `\0kfp-conformance-engine-${hash}`,
  };
};
