import { kfpClient } from '../../../clients/kfp.ts';
import { kubernetesClient } from '../../../clients/kubernetes.ts';
import type { Session } from '../../../clients/http.ts';
import { NoAnswerError, UnusableAnswerError, type HttpResponse } from '../../../contract/exchange.ts';
import type { Tenancy } from '../../../contract/variant.ts';
import type { PackageServer } from '../../../lanes/package-server.ts';
import type { ProbeContext } from '../probe-context.ts';

/**
 * A status and a body; an object is sent as JSON. `'silence'`: no answer. `'unusable'`: the client throws, because the
 * answer cannot come from a KFP server.
 */
export type Reply = readonly [status: number, body: object | string] | 'silence' | 'unusable';

/** Replies to requests by a part of `METHOD /path?query`; the first that fits replies. Others are answered 418. */
export type Replies = readonly (readonly [request: string, reply: Reply])[];

const toResponse = ([status, body]: Exclude<Reply, string>): HttpResponse => ({
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A context whose clients get these replies, without a server. `sent`: the requests, as `METHOD /path?query`. */
export const answeringTarget = (
  replies: Replies,
  {
    tenancy = 'multi-user',
    inDatabase = false,
    installed = false,
  }: { tenancy?: Tenancy; inDatabase?: boolean; installed?: boolean } = {},
): { readonly context: ProbeContext; readonly sent: string[] } => {
  const sent: string[] = [];
  const session: Session = {
    record: () => {},
    timeoutMs: 1_000,
    intercept: async (request, _, surface) => {
      const line = `${request.method} ${request.target}`;
      sent.push(line);
      const [, reply] = replies.find(([part]) => line.includes(part)) ?? ['', [418, 'no reply is given'] as const];
      if (reply === 'silence') throw new NoAnswerError(request, surface, new Error('timed out'));
      if (reply === 'unusable') {
        const { method, target } = request;
        const where = { surface: 'rest', asked: { method, target } } as const;
        throw new UnusableAnswerError({ ...toResponse([200, '<html>']), ...where }, 'JSON');
      }
      return toResponse(reply);
    },
  };
  const kfp = kfpClient({ origin: 'http://127.0.0.1:1' }, session);
  return {
    sent,
    context: {
      tenancy,
      namespace: 'ns',
      kfp,
      shared: kfp,
      sharedNamespace: 'shared',
      sharedNamespaceSet: !installed,
      kubernetes: inDatabase ? undefined : kubernetesClient({ origin: 'http://127.0.0.1:2' }, 'ns', session),
      packages: { serve: () => 'http://127.0.0.1:3/p' } as unknown as PackageServer,
      name: 'probe',
    },
  };
};
