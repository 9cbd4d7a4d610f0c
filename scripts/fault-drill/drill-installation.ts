import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { testFolder } from '../../src/testing/test-folder.ts';
import type { TestResources } from '../../src/testing/test-resources.ts';
import type { WireFault } from '../../src/testing/wire/wire-fault.ts';
import { startWireProxy, type WireProxy } from '../../src/testing/wire/wire-proxy.ts';
import type { DrillBench } from './drill-bench.ts';
import { drilledRun, type DrilledRun } from './drilled-run.ts';

/** The wires of a run, of which at most one is faulty. */
export interface Wires {
  readonly rest: WireProxy;
  readonly kubernetes: WireProxy;
}

/** A run that has ended, and the wires that it used. */
export interface DrilledInstallation {
  readonly run: DrilledRun;
  readonly wires: Wires;
}

export interface InstallationDrill {
  readonly bench: DrillBench;
  /** Distinguishes runs that go on at the same time. */
  readonly seed: number;
  readonly rest?: WireFault;
  readonly kubernetes?: WireFault;
  /** The namespace with the installation's Service; default: that of its pipelines, without a Service. */
  readonly place?: string;
  /** What is judged, and by what, as options of `run`; default: the areas of the drill. */
  readonly judged?: readonly string[];
  /** Happens while the run goes on. */
  readonly meanwhile?: (wires: Wires, signal: AbortSignal) => Promise<void>;
}

const kubeconfigAt = (server: string): string => {
  const name = 'drill';
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: {} }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
};

const wire = (to: Parameters<typeof startWireProxy>[0]['to'], fault: WireFault | undefined): Promise<WireProxy> =>
  startWireProxy({ to, ...(fault !== undefined && { fault }) });

/** Runs `run --environment existing` against the bench, with a wire on each of its two surfaces. */
export const drillInstallation = async (
  { bench, seed, rest, kubernetes, place = bench.namespace, judged, meanwhile }: InstallationDrill,
  resources: TestResources,
): Promise<DrilledInstallation> => {
  const { path: directory } = await resources.use(testFolder());
  const wires = {
    rest: await resources.use(wire({ origin: bench.rest }, rest)),
    kubernetes: await resources.use(wire(bench.cluster.connection, kubernetes)),
  };
  const kubeconfig = path.join(directory, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigAt(wires.kubernetes.origin), { mode: 0o600 });
  const environment = ['--environment', 'existing', '--kubeconfig', kubeconfig, '--endpoint', wires.rest.origin];
  const args = [...environment, '--installation-namespace', place, '--seed', String(seed)];
  const [run] = await Promise.all([
    drilledRun(args, directory, resources, judged),
    meanwhile?.(wires, resources.signal),
  ]);
  return { run, wires };
};
