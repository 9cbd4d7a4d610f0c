import { pathOf, type SpoiltAnswer, type WireFault, type WireRequest } from '../../src/testing/wire/wire-fault.ts';

/**
 * A request in the middle of a run: the preflight and the probes send about 60 by REST, all scenarios of the drill on one
 * API server more than 250.
 */
export const middle = 150;

const always = (): boolean => true;
const fromTheMiddle = ({ number }: WireRequest): boolean => number > middle;

const json = { 'content-type': 'application/json' };
const plain = { 'content-type': 'text/plain' };

const page: SpoiltAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><html><body>Welcome</body></html>',
};

const refused: SpoiltAnswer = { status: 403, headers: plain, body: 'RBAC: access denied' };

/** KFP's answer to what it cannot handle. */
const internalError: SpoiltAnswer = {
  status: 500,
  headers: json,
  body: JSON.stringify({ code: 13, message: 'Internal error', details: [] }),
};

/** An answer of kube-apiserver to a user who may not list. */
const forbidden: SpoiltAnswer = {
  status: 403,
  headers: json,
  body: JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'pipelines.kubeflow.org is forbidden: the user cannot list resources in this API group',
    reason: 'Forbidden',
    code: 403,
  }),
};

const isListOf = (collections: RegExp, { method, target }: WireRequest): boolean =>
  method === 'GET' && collections.test(pathOf({ target }));

/** Reads of a pipeline by one of these ids. */
const isReadOf =
  (...ids: readonly string[]) =>
  (request: WireRequest): boolean =>
    request.method === 'GET' && ids.some((id) => pathOf(request).endsWith(`/pipelines/${id}`));

/** The faults of the drill on the wire to REST. */
export const restFaults = {
  /** The answer of a proxy before a server that is overloaded. */
  'unavailable once in 50': {
    matches: ({ number }) => number % 50 === 0,
    answer: { status: 503, headers: plain, body: 'upstream connect error or disconnect/reset before headers' },
  },
  /** Not every list of pipelines, because a scenario waits for its pipeline in each of many rounds. */
  'empty lists': {
    matches: (request) =>
      isListOf(/\/versions$/, request) || (isListOf(/\/pipelines$/, request) && request.number % 3 === 0),
    answer: { status: 200, headers: json, body: '{}' },
  },
  'a page instead of the API': { matches: always, answer: page },
  'a page from the middle on': { matches: fromTheMiddle, answer: page },
  'a login from the middle on': {
    matches: fromTheMiddle,
    answer: { status: 302, headers: { location: 'https://login.example.com/' }, body: '' },
  },
  'forbidden from the start': { matches: always, answer: refused },
  'forbidden from the middle on': { matches: fromTheMiddle, answer: refused },
  /** As KFP 2.17 does, by its baseline. */
  'ids in no UTF-8 are internal errors': { matches: isReadOf('%FF'), answer: internalError },
  'ids in no UTF-8, or of a four-byte character, are internal errors': {
    matches: isReadOf('%FF', encodeURIComponent('😀')),
    answer: internalError,
  },
  'no connections from the middle on': { matches: fromTheMiddle, answer: 'cut' },
  /** The first version is created by the probe of the feature loopback-package-url. */
  'no answer to a probe': {
    matches: ({ method, target }) => method === 'POST' && pathOf({ target }).endsWith('/versions'),
    answer: 'silence',
    times: 1,
  },
} as const satisfies Readonly<Record<string, Omit<WireFault, 'name'>>>;

export type RestFault = keyof typeof restFaults;

/** The faults of the drill on the wire to the Kubernetes API. */
export const kubernetesFaults = {
  'lists of pipelines are forbidden': {
    matches: (request) => isListOf(/^\/apis\/pipelines\.kubeflow\.org\/.*\/(pipelines|pipelineversions)$/, request),
    answer: forbidden,
  },
} as const satisfies Readonly<Record<string, Omit<WireFault, 'name'>>>;

export type KubernetesFault = keyof typeof kubernetesFaults;
