import type { HttpRequest, HttpResponse, Interceptor } from '../../../src/contract/exchange.ts';
import { askedBy, identityOf, isRefused, namespaceOf, userOf } from '../../../src/mutants/access-rewrite.ts';
import type { Kill, Mutant } from '../../../src/mutants/mutant.ts';
import { refusingNonOwners } from '../../../src/mutants/non-owner-rewrite.ts';
import { anyUpload } from '../../../src/mutants/pipeline-rewrite.ts';
import { answering, changingAnswer, matches } from '../../../src/mutants/rewrite.ts';

const onRest = { surface: 'rest' } as const;
const list = { surface: 'rest', method: 'GET', path: /\/v2beta1\/pipelines(\?|$)/ } as const;

/** The requirement and the parity of the lanes, both decided by one scenario. */
const decidedIn = (requirement: string, scenario: string): readonly Kill[] =>
  [requirement, 'PAR-01'].map((id) => ({ requirement: id, scenarios: [scenario] }));

/** After a refusal, the server handles the request again with a different identity. */
const retryingAs =
  (again: (request: HttpRequest, answer: HttpResponse) => HttpRequest | undefined): Interceptor =>
  async (request, send, surface) => {
    const answer = await send(request);
    const other = surface === 'rest' && isRefused(answer) ? again(request, answer) : undefined;
    return other === undefined ? answer : send(other);
  };

const authorizationOf = (request: HttpRequest): string => identityOf(request)['authorization'] ?? '';

/** Decodes the claims of a signed token without verifying it. */
const claimsOf = (authorization: string): { readonly sub?: string; readonly aud?: readonly string[] } => {
  const [, payload = '', signature = ''] = authorization.split('.');
  if (signature === '') return {};
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub?: string; aud?: string[] };
};

const mutants: readonly Mutant[] = [
  {
    name: 'list-without-identity-is-empty',
    family: 'status',
    defect: 'a list of a namespace is answered to those who say nothing of themselves: as if it were empty',
    kills: decidedIn('SEC-01', 'calls-without-identity'),
    aspects: { 'SEC-01': ['calls without identity that are not answered 401'], 'PAR-01': ['statuses'] },
    create: () => {
      const open = answering({ ...list, status: 401 }, 200);
      return {
        intercept: (request, send, surface) =>
          Object.keys(identityOf(request)).length === 0 ? open(request, send, surface) : send(request),
      };
    },
  },
  {
    name: 'refused-upload-is-invalid',
    family: 'status',
    defect: 'an upload that is refused for who sends it is answered 400',
    kills: decidedIn('SEC-09', 'uploads-without-rights'),
    aspects: {
      'SEC-09': ['uploads that are not answered 401 without identity, and 403 without rights'],
      'PAR-01': ['statuses'],
    },
    knownOfKfp: { 'SEC-09': ['uploads-without-rights'] },
    create: () => ({
      intercept: changingAnswer({ surface: 'rest', path: anyUpload }, (answer) =>
        isRefused(answer) ? { ...answer, status: 400 } : answer,
      ),
    }),
  },
  {
    name: 'refused-upload-is-stored',
    family: 'status',
    defect: 'a file that is uploaded is stored before anybody asks who sends it, and then refused',
    kills: ['SEC-52'],
    aspects: { 'SEC-52': ['*: pipelines made beside it'] },
    create: () => ({
      intercept: async (request, send, surface) => {
        const answer = await send(request);
        if (surface !== 'rest' || !anyUpload.test(request.target) || !isRefused(answer)) return answer;
        const place = namespaceOf(request);
        if (place !== undefined)
          await send(askedBy(request, { 'kubeflow-userid': `system:serviceaccount:${place}:owner` }));
        return answer;
      },
    }),
  },
  {
    name: 'basic-authentication-is-believed',
    family: 'status',
    defect: 'the user name of basic authentication is an identity',
    kills: decidedIn('SEC-31', 'identity-elsewhere'),
    aspects: {
      'SEC-31': ['identities in other places that are not answered 401', '*: pipelines made beside it'],
      'PAR-01': ['statuses'],
    },
    create: () => ({
      intercept: retryingAs((request) => {
        const [, encoded = ''] = /^Basic (.+)$/.exec(authorizationOf(request)) ?? [];
        const name = Buffer.from(encoded, 'base64').toString();
        // Account names contain colons, so the name is taken from before the middle colon.
        return encoded === ''
          ? undefined
          : askedBy(request, { 'kubeflow-userid': name.slice(0, (name.length - 1) / 2) });
      }),
    }),
  },
  {
    name: 'prefix-of-the-user-is-optional',
    family: 'status',
    defect: 'the user header counts without its prefix as well',
    kills: decidedIn('SEC-31', 'user-header-without-its-prefix'),
    aspects: {
      'SEC-31': [
        'user headers without the prefix that are not answered 401',
        'calls with the prefix that are not answered 200',
      ],
      'PAR-01': ['statuses'],
    },
    create: () => ({
      intercept: retryingAs((request, { status }) => {
        const user = userOf(request) ?? '';
        return status === 401 && user.startsWith('system:serviceaccount:')
          ? askedBy(request, { 'kubeflow-userid': `accounts.example.com:${user}` })
          : undefined;
      }),
    }),
  },
  {
    name: 'first-of-two-user-headers-counts',
    family: 'status',
    defect: 'of two user headers the first one is the identity',
    kills: decidedIn('SEC-12', 'two-identity-headers'),
    aspects: {
      'SEC-12': ['calls with two identity headers that are not answered 401', '*: pipelines made beside it'],
      'PAR-01': ['statuses'],
    },
    create: () => ({
      intercept: retryingAs((request) =>
        Object.keys(identityOf(request)).length < 2 || !('Kubeflow-Userid' in request.headers)
          ? undefined
          : askedBy(request, { 'kubeflow-userid': userOf(request) ?? '' }),
      ),
    }),
  },
  {
    name: 'audience-of-a-token-is-not-checked',
    family: 'status',
    defect: 'every token that the Kubernetes API issued is an identity, whomever it is for',
    kills: decidedIn('SEC-13', 'bearer-tokens'),
    aspects: {
      'SEC-13': [
        'bearer tokens that are not answered 401',
        "calls with a token for the server's audience not answered 200",
        '*: pipelines made beside it',
      ],
      'PAR-01': ['statuses'],
    },
    create: () => ({
      intercept: retryingAs((request) => {
        const { sub, aud } = claimsOf(authorizationOf(request));
        return sub === undefined || aud?.includes('pipelines.kubeflow.org')
          ? undefined
          : askedBy(request, { 'kubeflow-userid': sub });
      }),
    }),
  },
  {
    name: 'token-outlives-its-account',
    family: 'status',
    defect: 'a token counts until it expires, even where its account is gone',
    long: true,
    kills: ['SEC-13'],
    aspects: { 'SEC-13': ['the token of an account that is gone'] },
    create: () => ({
      intercept: retryingAs((request) => {
        const { sub } = claimsOf(authorizationOf(request));
        return sub?.endsWith(':leaver') === true ? askedBy(request, { 'kubeflow-userid': sub }) : undefined;
      }),
    }),
  },
  {
    name: 'token-wins-over-the-user-header',
    family: 'status',
    defect: 'where a token stands beside the user header, its user decides when the other has no rights',
    kills: decidedIn('SEC-32', 'user-header-beside-a-token'),
    aspects: {
      'SEC-32': [
        "calls that a token of somebody else's opened",
        'calls of the user in the header, beside which a token stands',
      ],
      'PAR-01': ['refused', 'given'],
    },
    create: () => ({
      intercept: retryingAs((request) => {
        const { authorization } = identityOf(request);
        return userOf(request) === undefined || authorization === undefined
          ? undefined
          : askedBy(request, { authorization });
      }),
    }),
  },
  {
    name: 'changes-are-not-authorised',
    family: 'status',
    defect: 'a change of a pipeline is answered 200 to whoever may not make it',
    kills: [
      ...decidedIn('SEC-14', 'shared-read'),
      { requirement: 'SHR-02', scenarios: ['shared-pipelines-written-by-others'] },
      ...decidedIn('SHR-14', 'shared-namespace-written-by-others'),
      ...decidedIn('SHR-19', 'shared-cluster-written-by-others'),
      ...decidedIn('SHR-22', 'shared-namespace-for-everybody'),
    ],
    aspects: {
      'SEC-14': ['writes that are not refused'],
      'PAR-01': ['writes', 'statuses', 'others'],
      'SHR-19': ['writes of shared pipelines by others that are not refused'],
      'SHR-02': ['writes of shared pipelines that are not answered 403'],
      'SHR-14': ['writes of shared pipelines by others that are not refused'],
      'SHR-22': ['writes by users, and reads by nobody, that are not refused'],
    },
    create: () => ({
      intercept: (request, send, surface) =>
        matches({ ...onRest, method: 'PATCH' }, request, surface)
          ? send(request).then((answer) => (isRefused(answer) ? { ...answer, status: 200, body: '{}' } : answer))
          : send(request),
    }),
  },
  {
    name: 'shared-list-is-for-owners-only',
    family: 'status',
    defect: 'where everybody may read, only the owner of a namespace is given its list',
    long: true,
    kills: decidedIn('SEC-14', 'shared-read'),
    aspects: { 'SEC-14': ['reads that are not answered 200'], 'PAR-01': ['reads'] },
    create: () => ({ intercept: refusingNonOwners(list) }),
  },
  {
    name: 'review-that-fails-is-a-yes',
    family: 'status',
    defect: 'a list is given when the review of the access to it fails',
    kills: decidedIn('SEC-17', 'reviews-out-of-order'),
    aspects: { 'SEC-17': ['calls that are not refused with 5xx while access cannot be reviewed'], 'PAR-01': ['done'] },
    create: () => ({ intercept: answering({ ...list, status: 503 }, 200) }),
  },
  {
    name: 'review-that-hangs-is-waited-for',
    family: 'status',
    defect: 'a list waits for a review for as long as it takes',
    kills: decidedIn('SEC-50', 'reviews-out-of-order'),
    aspects: { 'SEC-50': ['calls without an answer for 15 s while access cannot be reviewed'], 'PAR-01': ['late'] },
    create: () => ({
      intercept: async (request, send, surface) => {
        const answer = await send(request);
        if (matches(list, request, surface) && answer.status === 503)
          await new Promise((resolve) => setTimeout(resolve, 16_000));
        return answer;
      },
    }),
  },
];

export default mutants;
