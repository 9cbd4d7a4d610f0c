import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runtimeDirectory } from '../../state/runtime-directory.ts';
import { makeCacheDirectory } from '../../components/cache-directory.ts';

/** The directories and sockets of the harness's own engine, which are separate from those of any other engine. */
export interface EngineFolders {
  /** Images and containers, in the cache so that images persist. */
  readonly data: string;
  /** Sockets, pid file and log; removed when the engine has exited. */
  readonly runtime: string;
  /** In the format of DOCKER_HOST. */
  readonly address: string;
  /** The name of the abstract socket on which the keeper listens. There is one keeper for each user and cache. */
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
