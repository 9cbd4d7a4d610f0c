/**
 * Removes the clusters of a killed process. It is started with the first cluster and has a pipe that the kernel closes
 * when the owner exits for any reason. If the owner has removed its clusters itself, there is nothing to do.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { engineApi } from '../../containers/engine-api.ts';
import { liveness } from '../../processes/process-identity.ts';
import { patience } from '../../waiting/slowness.ts';
import { reapClusters } from './reap-clusters.ts';

const [address, owner] = process.argv.slice(2);
if (address === undefined || owner === undefined)
  throw new Error('expected the address of a container engine and the identity of the owner as arguments');
const identity = JSON.parse(owner) as Parameters<typeof liveness>[0];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // Signals are ignored because this process exits with its owner.
  });

process.stdin.resume();
await new Promise((resolve) => process.stdin.once('close', resolve));

/** The kernel closes the pipe a moment before the process is gone. */
const graceMs = 5000;
const deadline = performance.now() + patience(graceMs);
let alive = liveness(identity) === 'alive';
while (alive && performance.now() < deadline) {
  await pause(100);
  alive = liveness(identity) === 'alive';
}

/** Resources that the owner requested last may appear after it has exited. */
const quietRounds = 6;
if (!alive) {
  await using api = engineApi(address);
  for (let quiet = 0; quiet < quietRounds; quiet += 1) {
    try {
      if ((await reapClusters(api)).length > 0) quiet = 0;
    } catch (cause) {
      // The harness's own engine may exit at the same time and remove everything itself.
      process.stderr.write(`${(cause as Error).message}\n`);
    }
    await pause(500);
  }
}
