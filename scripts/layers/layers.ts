/** One layer of the project: its folders, each with a phrase that describes its contents. */
export type Layer = Readonly<Record<string, string>>;

/**
 * The layers, highest first. A file imports from lower layers only, type imports included, and folders of one layer do not
 * import each other. The import rules and the picture in CONTRIBUTING.md are both made from this list.
 */
export const layers: readonly Layer[] = [
  { scripts: "set-up, the test command, and guards over the project's own files" },
  {
    'src/cli': 'the command line: options, progress, exit codes',
    'suites/conformance': 'by area: requirements, scenarios, their mutants and expectations',
    'suites/load': 'the scripts that k6 runs, one for each operation and surface',
  },
  { 'suites/expectations': 'assertions and fixtures that several areas share' },
  {
    'src/load': 'fills a store, drives each operation, and measures',
    'src/mutants': 'the machinery that applies a mutant and proves that it is detected',
  },
  { 'src/runner': 'opens what a run needs, runs scenarios in vitest, collects their results' },
  { 'src/broker': 'lends targets to the workers that run scenarios' },
  { 'src/scenarios': 'the scenario interface, its context, and loading the suites' },
  { 'src/access': 'users, roles and namespaces of a scenario in multi-user mode' },
  { 'src/targets': 'starts and probes the KFP API server under test: processes, pods, installations' },
  { 'src/environments': 'where targets run: local, kind, existing' },
  {
    'src/cluster': "the harness's own access to a Kubernetes API",
    'src/containers': 'the container engine, and images built without a registry',
    'src/reproduction': 'the shell script that repeats a failure',
    fixtures: 'generated pipelines, packages and names; manifests and pinned versions',
  },
  {
    'src/components': 'downloads or builds etcd, kube-apiserver and the other programs',
    'src/lanes': 'one vocabulary over REST and custom resources',
    'src/report': 'renders a report: terminal, HTML, JUnit, Markdown',
    'src/state': 'state folders, and cleaning up after commands that were killed',
    'src/testing': "what only the project's own tests use",
  },
  {
    'src/clients': 'HTTP, KFP and Kubernetes clients that record every exchange',
    'src/judgement': 'decides outcomes, parity, baselines and verdicts; knows neither vitest nor a network',
    'src/processes': 'starts, supervises and ends processes',
  },
  {
    'src/contract': 'requirements, features, lanes, variants, outcomes: data that everything else speaks of',
    'src/waiting': 'waits, deadlines, and their scale on slow machines',
  },
  {
    'src/failures': 'the error classes that a command reports',
    'src/certificates': 'a certificate authority for the servers and clients of a run',
    'src/text': 'texts: counting, redaction, printable values',
    'src/package-path.ts': 'where the package is installed',
  },
];

/** The reference implementation shares no code with the harness that judges it; only these files may import it. */
export const reference = {
  folder: 'src/reference',
  holds: 'the reference implementation of the KFP API server',
  importedBy: ['src/cli/reference.ts'],
} as const;
