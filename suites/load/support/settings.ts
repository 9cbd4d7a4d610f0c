const text = (name: string, fallback: string): string => __ENV[name] || fallback;

/** A path from the root, or none. k6 resolves others against the script, and `open` against the module that calls it. */
const file = (name: string): string => {
  const path = text(name, '');
  if (path === '' || /^(\/|file:\/\/|[A-Za-z]:[\\/])/.test(path)) return path;
  throw new Error(`expected ${name} to be an absolute path, got ${JSON.stringify(path)}`);
};

const wholeNumber = (name: string, value: string): number => {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`expected ${name} to be a whole number of at least 0, got ${JSON.stringify(value)}`);
};

const whole = (name: string, fallback: number): number => wholeNumber(name, text(name, String(fallback)));

const optionalWhole = (name: string): number | undefined => {
  const value = __ENV[name];
  return value ? wholeNumber(name, value) : undefined;
};

const atLeastOne = (name: string, fallback: number): number => {
  const number = whole(name, fallback);
  if (number > 0) return number;
  throw new Error(`expected ${name} to be at least 1, got 0`);
};

const n = whole('N', 0);

/** The settings of a script: environment variables, described in `suites/load/README.md`. */
export const settings = {
  /** The tag of the lane; none in a plain run. */
  laneTag: __ENV['LANE'] ? { lane: __ENV['LANE'] } : {},
  kfpUrl: text('KFP_URL', 'http://127.0.0.1:8888').replace(/\/$/, ''),
  kfpHeadersFile: file('KFP_HEADERS_FILE'),
  kubeApi: text('KUBE_API', 'https://127.0.0.1:6443').replace(/\/$/, ''),
  kubeTokenFile: file('KUBE_TOKEN_FILE'),
  kubeCert: file('KUBE_CERT'),
  kubeKey: file('KUBE_KEY'),
  namespace: text('NAMESPACE', 'kubeflow'),
  namespaces: atLeastOne('NAMESPACES', 1),
  multiUser: text('MULTI_USER', '0') === '1',
  prefix: text('PREFIX', 'load'),
  seed: whole('SEED', 1),
  n,
  first: whole('FIRST', n),
  existing: text('EXISTING', '0') === '1',
  deleteFirst: whole('DELETE_FIRST', 0),
  parent: optionalWhole('PARENT'),
  versions: whole('VERSIONS', 0),
  definitionBytes: optionalWhole('DEFINITION_BYTES'),
  idsFile: file('IDS'),
  versionIdsFile: file('VERSION_IDS'),
  count: optionalWhole('COUNT'),
  mostSeconds: optionalWhole('MOST_SECONDS'),
  vus: atLeastOne('VUS', 10),
  beside: optionalWhole('BESIDE'),
  besideRate: atLeastOne('BESIDE_RATE', 100),
  rate: atLeastOne('RATE', 10),
  rateSeconds: atLeastOne('RATE_SECONDS', 1),
  closed: text('CLOSED', '0') === '1',
  seconds: atLeastOne('SECONDS', 30),
  warmUp: whole('WARM_UP', 3),
  warmUpSeconds: atLeastOne('WARM_UP_SECONDS', 10),
  graceSeconds: atLeastOne('GRACE', 60),
  windows: whole('WINDOWS', 0),
  p99Ms: optionalWhole('P99_MS'),
  showAnswers: text('SHOW_ANSWERS', '1') === '1',
  acknowledge: text('ACKNOWLEDGE', '0') === '1',
  summaryFile: text('SUMMARY', 'summary.json'),
} as const;
