import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

let folder: string;

/**
 * Reports that it waits, then the signal, whether it kept connections meanwhile, and which came first: a timer of 4.5 s
 * that starts with the signal, or the end. Timers of one process expire in order, however busy the machine is.
 */
const program = `
  import { isTerminating, untilTerminated } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'termination.ts')).href)};
  const keeping = setInterval(() => {}, 1000);
  process.once('disconnect', () => process.exit());
  const events = [];
  let leaving;
  process.once('SIGTERM', () => {
    setTimeout(() => events.push('seconds later'), 4500);
    setImmediate(() => { leaving = isTerminating(); });
  });
  process.send('waiting');
  const signal = await untilTerminated(process.env);
  events.push('ended');
  process.send({ signal, events, leaving: leaving ?? isTerminating() });
  clearInterval(keeping);
  process.disconnect();
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kfp-conformance-test-'));
  await writeFile(join(folder, 'program.mjs'), program);
});
afterAll(() => rm(folder, { recursive: true }));

const terminated = async (environment: Readonly<Record<string, string>>) => {
  const child = fork(join(folder, 'program.mjs'), { env: environment, execArgv: ['--no-warnings'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: unknown[] = [];
  child.on('message', (message) => {
    said.push(message);
    if (message === 'waiting') child.kill('SIGTERM');
  });
  const [code] = await once(child, 'exit');
  const [, ended] = said as [string, { signal: string; events: readonly string[]; leaving: boolean }];
  return { code, ...ended };
};

describe('a server that is told to end', () => {
  it('goes on for seconds in a pod, whose Service sends it connections still, and keeps none', async () => {
    const { code, leaving, signal, events } = await terminated({ KUBERNETES_SERVICE_HOST: '10.0.0.1' });
    expect([code, leaving, signal]).toEqual([0, true, 'SIGTERM']);
    expect(events).toEqual(['seconds later', 'ended']);
  });

  it('ends at once elsewhere', async () => {
    const { code, leaving, signal, events } = await terminated({});
    expect([code, leaving, signal]).toEqual([0, true, 'SIGTERM']);
    expect(events).toEqual(['ended']);
  });
});
