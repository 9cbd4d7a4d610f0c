/** Started by the integration test: a run that is interrupted. Prints a line a step, as its test waits for them. */
import { kind } from '../kind.ts';
import { offline } from '../choose-node-image.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => interrupted.abort(new Error(`interrupted by ${signal}`)));

try {
  await using environment = await kind({ nodeImage: offline }).start(say, interrupted.signal);
  say(`running ${environment.stateDirectory}`);
  await new Promise((resolve) => {
    const clock = setTimeout(resolve, 60_000);
    interrupted.signal.addEventListener('abort', () => {
      clearTimeout(clock);
      say('stopping');
      resolve(undefined);
    });
  });
} catch (cause) {
  if (!interrupted.signal.aborted) throw cause;
}
say('ended');
