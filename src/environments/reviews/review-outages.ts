import type { OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import type { ReviewOutage, ReviewOutages } from '../review-outage.ts';
import type { Authority } from '../../certificates/authority.ts';
import { startReviewOutageProxy } from './review-outage-proxy.ts';

export const reviewOutages = (
  authority: Authority,
  { endpoint }: Pick<OwnKubernetesAccess, 'endpoint'>,
  /** The address of this machine at which targets reach the proxies. */
  address = '127.0.0.1',
): ReviewOutages & AsyncDisposable => {
  const started = new Map<string, Promise<ReviewOutage & AsyncDisposable>>();
  const ready = new Map<string, ReviewOutage>();
  const start = async (name: string, user: string, groups: readonly string[]) => {
    const [server, identity] = await Promise.all([authority.server(name, [address]), authority.client(user, groups)]);
    const kubernetes = { endpoint, ca: authority.certificate };
    const outage = await startReviewOutageProxy({ kubernetes, server, user, identity, address });
    ready.set(name, outage);
    return outage;
  };
  return {
    start: (name, user, groups) => {
      const known = started.get(name) ?? start(name, user, groups);
      started.set(name, known);
      return known;
    },
    get: (name) => {
      const outage = ready.get(name);
      if (outage === undefined)
        throw new Error(`the reviews of ${name} cannot be made to fail: it was started without a review outage proxy`);
      return outage;
    },
    [Symbol.asyncDispose]: async () => {
      // The caller of `start` has received the error of a proxy that did not start.
      for (const outcome of await Promise.allSettled(started.values()))
        if (outcome.status === 'fulfilled') await outcome.value[Symbol.asyncDispose]();
    },
  };
};
