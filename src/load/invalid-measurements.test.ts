import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { quantileOf } from '../judgement/load/quantiles.ts';
import { testProcess } from '../testing/test-process.ts';
import { testResources } from '../testing/test-resources.ts';
import { patience } from '../waiting/slowness.ts';
import { quantileGrid } from './data/quantile-grid.ts';
import { measureStub, openLoop, reasonsOf } from './testing/measure-stub.ts';
import { stubKfp, type Deliver } from './testing/stub-kfp.ts';

const timeout = patience(60_000);

const after =
  (milliseconds: number): Deliver =>
  (send) =>
    void setTimeout(send, milliseconds);

/** The limiter of client-go: a bucket of tokens, for which requests wait in order. */
const tokenBucket = (perSecond: number, burst: number): Deliver => {
  let free = performance.now() - (burst * 1000) / perSecond;
  return (send) => {
    const now = performance.now();
    free = Math.max(free, now - (burst * 1000) / perSecond) + 1000 / perSecond;
    setTimeout(send, Math.max(0, free - now));
  };
};

const pipelinesUrl = (origin: string): string => `${origin}/apis/v2beta1/pipelines`;

// Each provokes its reason with k6 itself and a server on loopback. Other reasons may come with it on a busy machine.
describe('a closed loop', () => {
  it('is valid where nothing is wrong', { timeout }, async () => {
    const measurement = await measureStub(stubKfp(), {});
    expect(measurement).toMatchObject({ iterations: 8, requests: 8, interrupted: 0, invalid: [], windows: [] });
  });

  it.each([
    ['another pipeline', 200, '{"name":"another"}'],
    ['an error', 500, '{}'],
    ['a rejection', 429, '{}'],
  ])('has wrong answers: %s', { timeout }, async (_, status, body) => {
    const wrong = stubKfp((_send, response) => void response.writeHead(status).end(body));
    const { invalid } = await measureStub(wrong, {});
    expect(invalid).toMatchObject([{ reason: 'wrong-answers', text: expect.stringMatching(/^8 /) as string }]);
  });

  it('has script errors, and no samples, where every iteration throws before its request', { timeout }, async () => {
    const { invalid } = await measureStub(stubKfp(), { pipelines: 0 });
    expect(invalid).toMatchObject([
      { reason: 'no-samples', text: 'no iteration sent a request' },
      { reason: 'script-errors', text: expect.stringMatching(/^8 iterations/) as string },
    ]);
  });

  it('finds the state changed where somebody else creates pipelines during reads', { timeout }, async () => {
    const stub = stubKfp(after(100));
    const { invalid } = await measureStub(stub, {
      k6Started: (_run, _pid, origin) =>
        void fetch(pipelinesUrl(origin), { method: 'POST', body: '{"name":"of-another"}' }),
    });
    expect(invalid).toMatchObject([{ reason: 'state-changed', text: 'the store holds 11 pipelines; expected 10' }]);
  });

  it('finds the state changed where a write was answered and not done', { timeout }, async () => {
    const { listener } = stubKfp();
    const { invalid } = await measureStub({ listener, count: () => 10 }, { operation: 'create' });
    expect(invalid).toMatchObject([{ reason: 'state-changed', text: 'the store holds 10 pipelines; expected 18' }]);
  });
});

describe.concurrent('an open loop', () => {
  it('drops iterations where its virtual users are too few for a server that became slow', { timeout }, async () => {
    let slow = false;
    const stub = stubKfp((send) => (slow ? void setTimeout(send, 1000) : send()));
    const measurement = await measureStub(stub, {
      loop: openLoop(20),
      virtualUsers: 2,
      k6Started: (run) => void (slow = run === 2),
    });
    expect(measurement.dropped).toBeGreaterThan(10);
    expect(reasonsOf(measurement)).toContain('dropped-iterations');
    // 40 iterations would have told p90.
    expect(measurement.quantile).toBe(90);
    expect(reasonsOf(measurement)).toContain('too-few-samples');
    // The script cannot know when an iteration behind a dropped one was due.
    expect(reasonsOf(measurement)).not.toContain('schedule-lag');
  });

  it('interrupts iterations that take longer than the grace, and none of them is a sample', { timeout }, async () => {
    const measurement = await measureStub(stubKfp(after(800)), {
      operation: 'get-just-written',
      loop: openLoop(2, 2),
      variables: { GRACE: '1' },
    });
    expect(measurement.interrupted).toBeGreaterThan(0);
    expect(reasonsOf(measurement)).toContain('interrupted-iterations');
  });

  it('lags behind its schedule where k6 is stopped for a while', { timeout }, async () => {
    const stopAndContinue = async (pid: number): Promise<void> => {
      process.kill(pid, 'SIGSTOP');
      await delay(400);
      process.kill(pid, 'SIGCONT');
    };
    const virtualUsers = 20;
    let stopBefore = (_request: number): void => {};
    let requests = 0;
    const stub = stubKfp((send) => {
      stopBefore((requests += 1));
      send();
    });
    const measurement = await measureStub(stub, {
      loop: openLoop(40),
      virtualUsers,
      k6Started: (_run, pid) => {
        requests = 0;
        stopBefore = (request) => {
          // Behind the warm-up, in the measured part.
          if (request === 2 * virtualUsers) void stopAndContinue(pid);
        };
      },
    });
    expect(reasonsOf(measurement)).toContain('schedule-lag');
    expect(quantileOf(measurement.lag!, quantileGrid, 99)).toBeGreaterThan(100);
    // Response time counts from the instant an iteration was due; the server was fast all the time.
    expect(measurement.response!.max).toBeGreaterThanOrEqual(measurement.lag!.max);
  });

  it(
    'opens connections where a server closes them, and is planned for the quantile that its rate tells',
    { timeout },
    async () => {
      const closing = stubKfp((send, response) => {
        response.setHeader('connection', 'close');
        send();
      });
      const measurement = await measureStub(closing, { loop: openLoop(10) });
      expect(measurement.quantile).toBe(50);
      expect(reasonsOf(measurement)).toContain('cold-connections');
      expect(reasonsOf(measurement)).not.toContain('too-few-samples');
    },
  );

  it(
    'has the connections of its warm-up, and the capacity of a slow server to its last iteration',
    { timeout },
    async () => {
      const measurement = await measureStub(stubKfp(after(700)), { loop: openLoop(100), virtualUsers: 4 });
      expect(reasonsOf(measurement)).not.toContain('cold-connections');
      // 4 users every 0.7 s. Two rounds of them begin in the second of the loop, which would be 8/s.
      expect(measurement.capacityPerSecond).toBeLessThanOrEqual(4 / 0.7);
      expect(measurement.offeredPerSecond).toBeLessThanOrEqual(0.6 * (4 / 0.7));
    },
  );
});

describe.concurrent('a target that limits its own rate', () => {
  it('is named, and the latencies below its limit are judged', { timeout }, async () => {
    const measurement = await measureStub(stubKfp(tokenBucket(5, 10)), {
      loop: { kind: 'open', capacitySeconds: 4, seconds: 2, mostSeconds: 2, perSecond: { 'get-by-name': 50 } },
      virtualUsers: 12,
    });
    expect(measurement.capacityLimitedBy).toMatchObject({ reason: 'client-limited', subject: 'stub' });
    expect(measurement.capacityLimitedBy?.text).toMatch(/limits its own rate$/);
    // A limiter makes 5/s of every higher rate, after its burst.
    expect(measurement.offeredPerSecond).toBeLessThanOrEqual(3.6);
    expect(reasonsOf(measurement)).not.toContain('client-limited');
  });

  it('is not one that takes as long for every request', { timeout }, async () => {
    const measurement = await measureStub(stubKfp(after(400)), {
      loop: { kind: 'open', capacitySeconds: 4, seconds: 1, mostSeconds: 1, perSecond: {} },
      virtualUsers: 2,
    });
    expect(measurement.capacityLimitedBy?.reason).not.toBe('client-limited');
  });
});

// Two busy loops disturb all other tests on the machine.
it('k6 beside programs that use all cores is limited by them', { timeout, tags: ['long'] }, async () => {
  const { use } = testResources();
  const measurement = await measureStub(stubKfp(), {
    loop: openLoop(200),
    virtualUsers: 20,
    k6Started: () => {
      for (let hog = 0; hog < 3; hog += 1) void use(testProcess(process.execPath, ['-e', 'for (;;);']));
    },
  });
  expect(reasonsOf(measurement)).toContain('generator-limited');
});
