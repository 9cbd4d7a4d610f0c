import type { IForbiddenRuleType } from 'dependency-cruiser';
import { layers, reference, type Layer } from './layers.ts';

/** Matches a path from the root that is this file or is in this folder. */
const within = (place: string): string => `^${RegExp.escape(place)}(/|$)`;

const anyOf = (places: readonly string[]): string => places.map(within).join('|');

const placesOf = (some: readonly Layer[]): readonly string[] => some.flatMap((layer) => Object.keys(layer));

/** Unit tests may import from any layer; only the other rules apply to them. */
const tests = '\\.(test|integration|browser)\\.ts$';

/** A folder imports only from itself and from lower layers. */
const layerRules: readonly IForbiddenRuleType[] = layers.flatMap((layer, index) =>
  Object.keys(layer).flatMap((place) => {
    const others = Object.keys(layer).filter((other) => other !== place);
    const forbidden = [...placesOf(layers.slice(0, index)), ...others];
    if (forbidden.length === 0) return [];
    return {
      name: `layer of ${place}`,
      severity: 'error' as const,
      comment: 'imports run from a layer to lower layers (scripts/layers/layers.ts)',
      from: { path: within(place), pathNot: tests },
      to: { path: anyOf(forbidden) },
    };
  }),
);

/** What a scenario may use: lanes, people, plain data, and raw requests to REST and the Kubernetes API. */
const scenarioImports = [
  '^(node:)?(assert/strict|crypto|timers/promises|util)$',
  '^(suites|fixtures)/',
  '^src/(contract|lanes|waiting)/',
  '^src/scenarios/(assert|context|scenario|suite)\\.ts$',
  '^src/access/people\\.ts$',
  '^src/cluster/rule\\.ts$',
  '^src/clients/(json-response|kfp|kubernetes)\\.ts$',
  '^src/targets/started-target\\.ts$',
  '^src/environments/audit-log\\.ts$',
];

/** Scenarios about the probe, tokens and outages of access reviews. */
const aboutTheHarness = '^suites/conformance/(fea/|sec/(identity|review-outage)\\b)';

const mutantFiles = '\\.mutants\\.ts$';

/** Rules that do not follow from the layers. */
const otherRules: readonly IForbiddenRuleType[] = [
  { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'the reference implementation shares no code with the harness',
    severity: 'error',
    from: { path: within(reference.folder) },
    to: { path: '^(src|suites|fixtures|scripts)/', pathNot: within(reference.folder) },
  },
  {
    name: 'the harness does not import the reference implementation',
    severity: 'error',
    from: { path: '^(src|suites|fixtures|scripts)/', pathNot: anyOf([reference.folder, ...reference.importedBy]) },
    to: { path: within(reference.folder) },
  },
  {
    name: 'judgement runs anywhere',
    severity: 'error',
    comment: 'reports are judged again offline: no test runner, no network, no process',
    from: { path: within('src/judgement'), pathNot: tests },
    to: {
      path: '^node_modules/(vitest|undici|testcontainers|@kubernetes)/|^(node:)?(https?2?|net|tls|dgram|child_process)$',
    },
  },
  {
    name: 'scenarios use lanes and people, and raw requests only where the requirement needs them',
    severity: 'error',
    from: { path: '^suites/', pathNot: [mutantFiles, tests, aboutTheHarness, '^suites/load/'] },
    to: { pathNot: scenarioImports },
  },
  {
    name: 'these scenarios also use the probe, tokens and outages of access reviews',
    severity: 'error',
    from: { path: aboutTheHarness, pathNot: [mutantFiles, tests] },
    to: {
      pathNot: [
        ...scenarioImports,
        '^src/clients/(rest-access|token-holder)\\.ts$',
        '^src/targets/(probe|probes/(feature-probe|probe-context)|rest-access-of)\\.ts$',
        '^src/environments/review-outage\\.ts$',
      ],
    },
  },
  {
    name: 'k6 scripts import only k6, each other and the data of load runs',
    severity: 'error',
    comment: 'k6 resolves no packages, and has none of Node',
    from: { path: '^suites/load/(rest|crd|ids|support)/', pathNot: tests },
    to: { pathNot: '^(suites/load/support|src/load/data)/|^k6(/|$)|^node_modules/@types/k6/' },
  },
  {
    name: 'k6 and Node run the data of load runs',
    severity: 'error',
    from: { path: '^src/load/data/', pathNot: tests },
    to: { pathNot: '^src/load/data/' },
  },
  {
    name: 'mutants change the wire, the target and sources, and import neither scenarios nor instruments',
    severity: 'error',
    from: { path: mutantFiles, pathNot: '^src/' },
    to: {
      pathNot: [
        '^(node:)?crypto$',
        '^src/(mutants|contract)/',
        '^src/clients/(json-response|kubernetes)\\.ts$',
        '^src/lanes/crd\\.ts$',
        '^src/runner/execute-scenario\\.ts$',
      ],
    },
  },
  {
    name: 'an area imports only from its own folder and from shared folders',
    severity: 'error',
    from: { path: '^suites/conformance/([^/]+)/' },
    to: { path: '^suites/conformance/', pathNot: '^suites/conformance/$1/' },
  },
  {
    name: 'one place starts containers',
    severity: 'error',
    from: { pathNot: '^src/environments/kind/|^src/targets/image\\.' },
    to: { path: '^node_modules/testcontainers/' },
  },
  {
    name: 'one place reads kubeconfigs',
    severity: 'error',
    from: { pathNot: '^src/clients/kubeconfig\\.' },
    to: { path: '^node_modules/@kubernetes/client-node/' },
  },
  {
    name: 'generated prose is never compared',
    severity: 'error',
    from: { pathNot: '^fixtures/generators/' },
    to: { path: '^node_modules/@faker-js/' },
  },
];

/** The rules that dependency-cruiser applies to the imports of the project. */
export const importRules: readonly IForbiddenRuleType[] = [...layerRules, ...otherRules];
