import type { IForbiddenRuleType } from 'dependency-cruiser';
import { layers, reference, type Layer } from './layers.ts';

/** Matches a path from the root that is this file or is in this folder. */
const within = (place: string): string => `^${RegExp.escape(place)}(/|$)`;

const anyOf = (places: readonly string[]): string => places.map(within).join('|');

const placesOf = (some: readonly Layer[]): readonly string[] => some.flatMap((layer) => Object.keys(layer));

/** Unit tests may import from any layer; only the other rules apply to them. */
const tests = '\\.(test|integration)\\.ts$';

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

/** The rules that do not depend on the layers. */
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
    name: 'one place starts containers',
    severity: 'error',
    from: { pathNot: '^src/environments/kind/|^src/targets/(image\\.|testing/)|^src/testing/' },
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

/** The rules that dependency-cruiser enforces on the imports of the project. */
export const importRules: readonly IForbiddenRuleType[] = [...layerRules, ...otherRules];
