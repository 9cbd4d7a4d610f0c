/** A run that the integration test starts and interrupts. Prints one line per step, for which the test waits. */
import { containerEngine } from '../../../containers/container-engine.ts';
import { KindCluster } from '../kind-cluster.ts';

const [image = '', runId = ''] = process.argv.slice(2);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => interrupted.abort(new Error(`interrupted by ${signal}`)));

await using engine = await containerEngine({ line: print }, interrupted.signal);
try {
  await using cluster = await new KindCluster({ engine, image, runId }).start(print, interrupted.signal);
  print(`running ${cluster.endpoint}`);
  await new Promise((resolve) => {
    const clock = setTimeout(resolve, 60_000);
    interrupted.signal.addEventListener('abort', () => {
      clearTimeout(clock);
      print('stopping');
      resolve(undefined);
    });
  });
} catch (cause) {
  if (!interrupted.signal.aborted) throw cause;
}
print('ended');
