import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kubernetesReviews, type AccessReviews } from './access-reviews.ts';
import { cachedReviews, decisionLifetimeMs } from './cached-reviews.ts';
import type { ApiRequest, KubernetesApi } from '../kube-api/kubernetes-api.ts';
import { KubernetesError } from '../kube-api/kubernetes-error.ts';

const attributes = { group: 'g', version: 'v', resource: 'pipelines', verb: 'get', namespace: 'team', name: 'p' };
const alice = { user: 'alice', groups: ['system:authenticated'] };
const lines: string[] = [];
const write = (line: string) => void lines.push(line);
const log = { info: write, warn: write, error: write };
beforeEach(() => void lines.splice(0));

const reviewsOf = (answer: (request: ApiRequest) => unknown) => {
  const requests: ApiRequest[] = [];
  const api: KubernetesApi = {
    endpoint: 'https://fake',
    request: async (request) => {
      requests.push(request);
      return answer(request);
    },
    stream: () => Promise.reject(new Error('not expected')),
    [Symbol.asyncDispose]: async () => undefined,
  };
  return { reviews: kubernetesReviews({ tokens: api, access: api }, 'kfp', log), requests };
};
const answering = (status: unknown) => reviewsOf(() => ({ status })).reviews;
const user = { username: 'alice', groups: ['team'], uid: '1', extra: { scope: ['some'] } };

describe('the reviews of the Kubernetes API', () => {
  it('ask for a token with the audience, and go on with all that is known of its owner', async () => {
    const { reviews, requests } = reviewsOf(() => ({
      status: { authenticated: true, audiences: ['kfp'], user, allowed: true },
    }));
    const caller = await reviews.callerOf('secret');
    expect(requests[0]?.body).toMatchObject({ kind: 'TokenReview', spec: { token: 'secret', audiences: ['kfp'] } });
    expect(caller).toEqual({
      user: 'alice',
      groups: ['team', 'system:authenticated'],
      uid: '1',
      extra: { scope: ['some'] },
    });
    await reviews.isAllowed(caller ?? alice, attributes);
    expect(requests[1]?.body).toMatchObject({
      kind: 'SubjectAccessReview',
      spec: { ...caller, resourceAttributes: attributes },
    });
  });

  it.each([
    ['a token of nobody', { authenticated: false, error: 'x' }],
    ['a token for something else', { authenticated: true, audiences: ['other'], user }],
    ['a token for anything', { authenticated: true, user }],
    ['a token without a user', { authenticated: true, audiences: ['kfp'], user: { username: '' } }],
    ['an empty answer', {}],
  ])('find nobody behind %s', async (_title, status) => {
    expect(await answering(status).callerOf('t')).toBeUndefined();
  });

  it.each([
    ['allowed', { allowed: true }, true],
    ['not allowed', { allowed: false }, false],
    ['allowed and denied', { allowed: true, denied: true }, false],
    ['denied for sure', { allowed: false, denied: true, evaluationError: 'x' }, false],
    ['nothing', {}, false],
    ['something else', { allowed: 'true' }, false],
  ])('take %s for what it is', async (_title, status, expected) => {
    expect(await answering(status).isAllowed(alice, attributes)).toBe(expected);
  });

  it.each([
    ['no answer', new KubernetesError('POST /x', 0, 'Unreachable', 'no answer from 10.0.0.1'), 'gave no answer'],
    ['an error', new KubernetesError('POST /x', 500, '', 'etcd'), 'answered 500'],
    ['no rights of its own', new KubernetesError('POST /x', 403, 'Forbidden', 'forbidden'), 'answered 403'],
    ['an answer of another kind', new Error('etcd'), 'did not decide'],
  ])('give no access on %s, say why, and nothing inside to the caller (SEC-17)', async (_title, error, why) => {
    const { reviews } = reviewsOf(() => {
      throw error;
    });
    const message = `Access could not be reviewed, because the Kubernetes API ${why}; try again later.`;
    await expect(reviews.isAllowed(alice, attributes)).rejects.toMatchObject({ kind: 'unavailable', message });
    await expect(reviews.callerOf('secret')).rejects.toMatchObject({ kind: 'unavailable', message });
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain('secret');
  });

  it('do not wait for long (SEC-17)', async () => {
    const { reviews, requests } = reviewsOf(() => ({ status: {} }));
    await reviews.isAllowed(alice, attributes);
    await reviews.callerOf('t');
    expect(requests.filter(({ timeoutMs = Infinity }) => timeoutMs <= 7_000)).toHaveLength(2);
  });

  it('go other ways for tokens than for access', async () => {
    const ways: string[] = [];
    const way = (name: string): KubernetesApi => ({
      endpoint: name,
      request: async () => {
        ways.push(name);
        return { status: {} };
      },
      stream: () => Promise.reject(new Error('not expected')),
      [Symbol.asyncDispose]: async () => undefined,
    });
    const reviews = kubernetesReviews({ tokens: way('tokens'), access: way('access') }, 'kfp', log);
    await reviews.callerOf('t');
    await reviews.isAllowed(alice, attributes);
    expect(ways).toEqual(['tokens', 'access']);
  });

  it('give no access when the decision failed inside the Kubernetes API', async () => {
    const failed = answering({ allowed: false, evaluationError: 'webhook: connection refused' });
    await expect(failed.isAllowed(alice, attributes)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(answering(null).isAllowed(alice, attributes)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('cached reviews', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    // To the cache, time 0 means that an entry never expires.
    vi.advanceTimersByTime(1);
  });
  afterEach(() => void vi.useRealTimers());

  const counting = (allowed: boolean) => {
    const isAllowed = vi.fn<AccessReviews['isAllowed']>(async () => allowed);
    const callerOf = vi.fn<AccessReviews['callerOf']>(async (token) => (token === 'good' ? alice : undefined));
    return { isAllowed, callerOf, reviews: cachedReviews({ isAllowed, callerOf }) };
  };

  it('ask again when the two seconds are over', async () => {
    const { reviews, isAllowed, callerOf } = counting(true);
    const ask = async () => [await reviews.isAllowed(alice, attributes), await reviews.callerOf('good')];
    expect([await ask(), await ask()]).toEqual([
      [true, alice],
      [true, alice],
    ]);
    expect([isAllowed.mock.calls.length, callerOf.mock.calls.length]).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(decisionLifetimeMs + 1);
    await ask();
    expect([isAllowed.mock.calls.length, callerOf.mock.calls.length]).toEqual([2, 2]);
  });

  it('count the time from the question, not from a late answer', async () => {
    const { reviews, isAllowed } = counting(true);
    isAllowed.mockImplementationOnce(async () => {
      await vi.advanceTimersByTimeAsync(decisionLifetimeMs - 10);
      return true;
    });
    await reviews.isAllowed(alice, attributes);
    await vi.advanceTimersByTimeAsync(20);
    await reviews.isAllowed(alice, attributes);
    expect(isAllowed).toHaveBeenCalledTimes(2);
  });

  it('ask once for all who ask at the same time, but not once for all who were denied', async () => {
    for (const [allowed, times] of [
      [true, 1],
      [false, 3],
    ] as const) {
      const { reviews, isAllowed } = counting(allowed);
      const answers = await Promise.all([1, 2, 3].map(async () => reviews.isAllowed(alice, attributes)));
      expect(answers).toEqual([allowed, allowed, allowed]);
      expect(isAllowed).toHaveBeenCalledTimes(times);
    }
  });

  it('refuse all who wait when there is no answer, and ask again after', async () => {
    const { reviews, isAllowed } = counting(true);
    isAllowed.mockRejectedValueOnce(new Error('no answer'));
    const waiting = [1, 2].map(async () => reviews.isAllowed(alice, attributes));
    expect(await Promise.allSettled(waiting)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    expect(await reviews.isAllowed(alice, attributes)).toBe(true);
  });

  it('never remember that something is not allowed', async () => {
    const { reviews, isAllowed } = counting(false);
    for (let time = 0; time < 2; time++) expect(await reviews.isAllowed(alice, attributes)).toBe(false);
    expect(isAllowed).toHaveBeenCalledTimes(2);
  });

  it('remember for two seconds, and no longer, that a token is nobody’s', async () => {
    const { reviews, callerOf } = counting(true);
    const ask = async () => Promise.all(['bad', 'bad', 'bad'].map(async (token) => reviews.callerOf(token)));
    expect([await ask(), await ask()].flat().filter(Boolean)).toEqual([]);
    expect(callerOf).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(decisionLifetimeMs + 1);
    callerOf.mockResolvedValueOnce(alice);
    expect(await reviews.callerOf('bad')).toBe(alice);
  });

  it('keep a good token however many bad ones come', async () => {
    const { reviews, callerOf } = counting(true);
    await reviews.callerOf('good');
    for (let n = 0; n < 10_100; n++) await reviews.callerOf(`bad-${n}`);
    callerOf.mockClear();
    expect(await reviews.callerOf('good')).toBe(alice);
    expect(callerOf).not.toHaveBeenCalled();
  });

  it.each([
    ['another user', { ...alice, user: 'bob' }, attributes],
    ['other groups', { ...alice, groups: [] }, attributes],
    ['another scope of the token', { ...alice, extra: { scope: ['none'] } }, attributes],
    ['another namespace', alice, { ...attributes, namespace: 'other' }],
    ['another name', alice, { ...attributes, name: 'q' }],
    ['another verb', alice, { ...attributes, verb: 'delete' }],
    ['another kind', alice, { ...attributes, resource: 'pipelineversions' }],
  ])('ask separately for %s', async (_title, caller, asked) => {
    const { reviews, isAllowed } = counting(true);
    await reviews.isAllowed(alice, attributes);
    await reviews.isAllowed(caller, asked);
    expect(isAllowed).toHaveBeenCalledTimes(2);
  });
});
