import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { portAllocator } from '../../src/environments/local/ports.ts';
import { withParentDeathSignal } from '../../src/processes/parent-death-signal.ts';
import { startWireProxy } from '../../src/testing/wire/wire-proxy.ts';
import { restFaults } from './faults.ts';
import type { WiredServer } from './wired-server.ts';

const isListening = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

const httpFlag = /^--httpPortFlag=127\.0\.0\.1:(\d+)$/;

/** Starts the server on another port, with a wire on the port that KFP's arguments give it, and ends with it. */
export const serveBehindWire = async (
  { server, fault, storage }: WiredServer,
  args: readonly string[],
): Promise<void> => {
  const port = args.map((arg) => httpFlag.exec(arg)?.[1]).find((found) => found !== undefined);
  if (port === undefined) throw new Error(`expected --httpPortFlag=127.0.0.1:PORT, got ${args.join(' ')}`);
  const own = await portAllocator()();
  const moved = args.map((arg) => arg.replace(httpFlag, `--httpPortFlag=127.0.0.1:${own}`));
  const [file, ...first] = server;
  const command = await withParentDeathSignal(file, [...first, ...moved]);
  // In the process group of this process, which the harness ends as a whole.
  const child = spawn(command.file, command.args, { stdio: 'inherit' });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  // The harness asks a server that starts for its health, and the fault must not count these requests.
  while (child.exitCode === null && !(await isListening(own))) await pause(50);
  const isFaulty = args.includes('--pipelinesStoreKubernetes=true') === (storage === 'kubernetes');
  await using _wire = await startWireProxy({
    to: { origin: `http://127.0.0.1:${own}` },
    port: Number(port),
    ...(isFaulty && { fault: { name: fault, ...restFaults[fault] } }),
  });
  const [code] = await exited;
  process.exitCode = code ?? 1;
};
