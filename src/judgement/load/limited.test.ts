import { expect, test } from 'vitest';
import { limitations, type ObservedLimits } from './limited.ts';

const flat = Array.from({ length: 6 }, () => ({ seconds: 10, iterations: 50 }));
const uneven = [50, 60, 41, 55, 39, 52].map((iterations) => ({ seconds: 10, iterations }));

/** KFP in Kubernetes mode: 5 requests a second, the machine idle, each user waits for the limiter. */
const throttled: ObservedLimits = {
  loop: 'closed',
  perSecond: 5,
  windows: flat,
  virtualUsers: 10,
  meanIterationMs: 2000,
  shortestIterationMs: 100,
  cores: 2,
  generatorCores: 0.02,
  serverCores: 0.08,
  machineCores: 0.15,
  ioPressure: 0.02,
  servedShare: 0.01,
  client: 'kfp-2.17',
};

const reasons = (changes: Partial<ObservedLimits>) =>
  limitations({ ...throttled, ...changes }).map(({ reason }) => reason);

test('a target that limits its own rate is named, in a closed loop and below the offered rate', () => {
  expect(limitations(throttled)).toMatchObject([
    { reason: 'client-limited', subject: 'kfp-2.17', text: expect.stringMatching(/flat 5\.0 iterations\/s/) as string },
  ]);
  expect(reasons({ loop: 'open', offeredPerSecond: 20 })).toEqual(['client-limited']);
});

test.each<[string, Partial<ObservedLimits>]>([
  ['the offered rate was reached', { loop: 'open', offeredPerSecond: 5 }],
  ['the rate varied', { windows: uneven }],
  ['the servers were busy', { serverCores: 1.1, machineCores: 1.2 }],
  ['API server, webhooks and etcd explain the latency', { servedShare: 0.6 }],
  ['the disk of a database was busy', { ioPressure: 0.7, servedShare: undefined as unknown as number }],
  ['every iteration takes as long: the target sleeps or polls', { shortestIterationMs: 1900 }],
  ['k6 itself is the client of the store', { client: undefined as unknown as string }],
  ['a server with one thread was busy on a large machine', { cores: 32, serverCores: 1, machineCores: 1.1 }],
])('no client is accused where %s', (_, changes) => {
  expect(reasons(changes)).toEqual([]);
});

test('a generator that another program starves is the limit', () => {
  const starved = { generatorCores: 0.2, serverCores: 0.3, machineCores: 2, windows: uneven };
  expect(limitations({ ...throttled, ...starved })).toMatchObject([
    {
      reason: 'generator-limited',
      text: expect.stringMatching(/of 2, the servers used 0\.30, k6 0\.20 and other programs 1\.50$/) as string,
    },
  ]);
});

test('a generator that uses more than the servers on full cores is the limit', () => {
  expect(reasons({ generatorCores: 1.2, serverCores: 0.7, machineCores: 2, windows: uneven })).toEqual([
    'generator-limited',
  ]);
});

// Why: on one machine every closed loop fills the cores; where the servers do, the rate is theirs.
test('servers that fill the cores are the limit, not the generator beside them', () => {
  expect(reasons({ generatorCores: 0.6, serverCores: 1.3, machineCores: 1.98, windows: uneven })).toEqual([]);
});

// Why: without an endpoint each request passes the harness, whose one thread was taken for a server.
test('a relay of the harness without time left is the limit, and no server', () => {
  const { serverCores: _unseen, ...elsewhere } = throttled;
  const relayed = { ...elsewhere, windows: uneven, generatorCores: 0.3, machineCores: 1.4 };
  expect(reasons(relayed)).toEqual([]);
  expect(limitations({ ...relayed, relayCores: 0.9 })).toMatchObject([
    { reason: 'generator-limited', text: expect.stringMatching(/which used 0\.90 of its one core/) as string },
  ]);
  expect(reasons({ ...relayed, relayCores: 0.4 })).toEqual([]);
});

test('too few virtual users for the offered rate are the generator’s limit', () => {
  const open = { loop: 'open', offeredPerSecond: 100, perSecond: 40, virtualUsers: 2, meanIterationMs: 50 } as const;
  expect(reasons({ ...open, windows: uneven, servedShare: 0.8 })).toEqual(['generator-limited']);
  expect(reasons({ ...open, windows: uneven, servedShare: 0.8, virtualUsers: 20 })).toEqual([]);
});

// Why: servers elsewhere would all seem idle, and a slow one would be called a client that limits itself.
test('servers that nobody can see are neither idle nor the reason why k6 has no core', () => {
  const { serverCores: _unseen, ...elsewhere } = throttled;
  expect(limitations(elsewhere)).toEqual([]);
  const starved = { ...elsewhere, windows: uneven, generatorCores: 1.5, machineCores: 1.9 };
  expect(limitations(starved)).toMatchObject([
    {
      reason: 'generator-limited',
      text: expect.stringContaining('other programs, which may be servers, used 0.40 and k6 1.50') as string,
    },
  ]);
  expect(limitations({ ...starved, generatorCores: 0.9 })).toEqual([]);
});
