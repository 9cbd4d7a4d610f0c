import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { TargetProcess } from './target-process.ts';
import { asPortTakenError, PortTakenError } from './port-taken.ts';

const holder = createServer();
afterEach(() => holder.close());

const process = (...lines: readonly string[]) => ({ lastLines: () => lines }) as unknown as TargetProcess;
const failure = new EnvironmentError('the target ended with exit code 0');

test('an occupied port is detected even if the server printed no error', async () => {
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as AddressInfo;
  const named = await asPortTakenError(failure, process(), [port]);
  expect(named).toBeInstanceOf(PortTakenError);
  expect(named.message).toBe(`the target ended with exit code 0\nIts port ${port} was taken by another process.`);
});

test.each(['listen tcp :8887: bind: address already in use', 'Error: listen EADDRINUSE: 127.0.0.1:8888'])(
  'an occupied port is detected from the log if the port is free again: %s',
  async (line) => {
    expect(await asPortTakenError(failure, process(line), [])).toBeInstanceOf(PortTakenError);
  },
);

test('any other error is returned unchanged', async () => {
  expect(await asPortTakenError(failure, process('panic: no database'), [])).toBe(failure);
});
