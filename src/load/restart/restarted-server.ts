import { accessOf, type LaneName } from '../../contract/lane-name.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { StoppedServer } from '../../processes/stopped-server.ts';
import type { Bench } from '../bench.ts';
import { kubernetesProbe } from './kubernetes-probe.ts';
import { restProbe } from './rest-probe.ts';
import type { StartProbe } from './start-probe.ts';

/** The server that clients of a lane talk to. */
export interface RestartedServer {
  /** As in the usage of a measurement. */
  readonly name: 'target' | 'kube-apiserver';
  stop(): Promise<StoppedServer>;
  probe(signal: AbortSignal): StartProbe;
  /** The pid; undefined for one in a container. */
  pid(): number | undefined;
}

export const restartedServer = (lane: LaneName, bench: Bench): RestartedServer => {
  const { instance, stopApiServer } = bench;
  const pidOf = (isIt: (name: string) => boolean) => () => bench.processes().findLast(({ name }) => isIt(name))?.pid;
  if (accessOf[lane] === 'crd')
    return {
      name: 'kube-apiserver',
      stop: () => {
        if (stopApiServer === undefined)
          throw new EnvironmentError('this API server cannot be ended and started again');
        return stopApiServer();
      },
      probe: (signal) => kubernetesProbe(bench, signal),
      pid: pidOf((name) => name === 'kube-apiserver'),
    };
  return {
    name: 'target',
    stop: () => {
      if (instance.stop === undefined) throw new EnvironmentError('this target cannot be ended and started again');
      return instance.stop();
    },
    probe: (signal) => restProbe(bench, signal),
    pid: pidOf((name) => name.startsWith('target-')),
  };
};
