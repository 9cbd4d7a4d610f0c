import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OperationName } from '../../contract/load-operation.ts';
import type { Measurement } from '../../judgement/load/schema.ts';
import { patience } from '../../waiting/slowness.ts';
import type { MeasureOptions } from '../measure-options.ts';
import { measureWithK6 } from '../measure-with-k6.ts';
import { nothingBeside } from '../watch/beside.ts';
import { planSchema, type Plan } from '../plan.ts';
import { startSampler } from '../sampling/sampler.ts';
import { stubBench } from './stub-bench.ts';
import type { StubKfp } from './stub-kfp.ts';

interface StubMeasurement {
  readonly operation?: OperationName;
  readonly loop?: Plan['loop'];
  readonly virtualUsers?: number;
  readonly variables?: Readonly<Record<string, string>>;
  /** The file of the ids of these pipelines. */
  readonly idsFile?: string;
  /** The pipelines that the scripts believe to be in the store. */
  readonly pipelines?: number;
  /** Called when k6 has started: with 1 for a closed loop or the capacity, with 2 for the latency. */
  readonly k6Started?: (run: number, pid: number, origin: string) => void;
}

/** A short open loop, whose latency is judged. */
export const openLoop = (perSecond: number, seconds = 2): Plan['loop'] => ({
  kind: 'open',
  capacitySeconds: 1,
  seconds,
  mostSeconds: seconds,
  perSecond: { 'get-by-name': perSecond, create: perSecond, 'get-just-written': perSecond },
});

/** Tests that run beside others cannot leave the end of a server to their hooks. */
const serve = async (listener: RequestListener): Promise<{ readonly origin: string } & AsyncDisposable> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

/** Measures a stub by REST in database mode, exactly as a run measures a target. */
export const measureStub = async (
  { listener, count }: StubKfp,
  {
    operation = 'get-by-name',
    loop = { kind: 'closed', iterations: 8 },
    virtualUsers = 4,
    variables = {},
    idsFile = '',
    pipelines = 10,
    k6Started = () => {},
  }: StubMeasurement,
): Promise<Measurement> => {
  await using server = await serve(listener);
  const { origin } = server;
  await using stub = await stubBench(origin, count, variables, (run, pid) => k6Started(run, pid, origin));
  const processes = () => stub.running().map(({ pid }) => ({ name: 'k6', pid }));
  await using sampler = startSampler({ processes, scrapers: [], intervalMs: 250 });
  let next = 100;
  const options: MeasureOptions = {
    bench: stub.bench,
    contents: { pipelines, versions: 0 },
    ids: { IDS: idsFile, VERSION_IDS: '' },
    takeIndices: (indices) => (next += indices) - indices,
    plan: planSchema.parse({ name: 'stub', objects: [10], operations: [operation], loop, virtualUsers }),
    seed: 1,
    target: 'stub',
    lane: 'database/rest',
    operation,
    sampler,
    signal: AbortSignal.timeout(patience(60_000)),
  };
  return await measureWithK6(options, nothingBeside);
};

export const reasonsOf = ({ invalid }: Measurement): readonly string[] => invalid.map(({ reason }) => reason);
