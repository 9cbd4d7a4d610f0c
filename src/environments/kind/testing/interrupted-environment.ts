/** A run that the integration test starts and interrupts. Prints one line per step, for which the test waits. */
import { kind } from '../kind.ts';
import { offline } from '../choose-node-image.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => interrupted.abort(new Error(`interrupted by ${signal}`)));

try {
  await using environment = await kind({ nodeImage: offline }).start(print, interrupted.signal);
  print(`running ${environment.stateDirectory}`);
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
