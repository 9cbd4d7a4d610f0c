/** Started by the integration test: a run that is interrupted. Prints a line a step, as its test waits for them. */
import { containerEngine } from '../../../containers/container-engine.ts';
import { KindCluster } from '../kind-cluster.ts';

const [image = '', runId = ''] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => interrupted.abort(new Error(`interrupted by ${signal}`)));

await using engine = await containerEngine({ line: say }, interrupted.signal);
try {
  await using cluster = await new KindCluster({ engine, image, runId }).start(say, interrupted.signal);
  say(`running ${cluster.endpoint}`);
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
