/**
 * Removes the clusters of a process that was killed. It is started beside the first cluster, with a pipe that the kernel
 * closes when its owner ends, however that ends; an owner that ended its clusters itself leaves nothing to do.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { engineApi } from '../../containers/engine-api.ts';
import { liveness } from '../../processes/process-identity.ts';
import { patience } from '../../waiting/slowness.ts';
import { reapClusters } from './reap-clusters.ts';

const [address, owner] = process.argv.slice(2);
if (address === undefined || owner === undefined) throw new Error('expected an engine and the identity of an owner');
const identity = JSON.parse(owner) as Parameters<typeof liveness>[0];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // Meant for the owner; this ends with it.
  });

process.stdin.resume();
await new Promise((resolve) => process.stdin.once('close', resolve));

/** The pipe is closed a moment before the process is gone. */
const graceMs = 5000;
const deadline = performance.now() + patience(graceMs);
let alive = liveness(identity) === 'alive';
while (alive && performance.now() < deadline) {
  await pause(100);
  alive = liveness(identity) === 'alive';
}

/** What the engine was just asked for appears after its owner has gone. */
const quietRounds = 6;
if (!alive) {
  await using api = engineApi(address);
  for (let quiet = 0; quiet < quietRounds; quiet += 1) {
    try {
      if ((await reapClusters(api)).length > 0) quiet = 0;
    } catch (cause) {
      // An engine of our own may end at the same time, and takes everything with it.
      process.stderr.write(`${(cause as Error).message}\n`);
    }
    await pause(500);
  }
}
