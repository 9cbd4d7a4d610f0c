export const installationGroup = 'An installation (--environment existing):';

/** The options by which commands find an installation, with their help. */
export const installationOptions: readonly (readonly [flags: string, description: string])[] = [
  ['--kubeconfig <file>', 'the kubeconfig (default: KUBECONFIG, else ~/.kube/config)'],
  ['--context <name>', 'the kubeconfig context (default: the current one)'],
  ['--installation-namespace <name>', 'the namespace of the Service ml-pipeline (default: kubeflow)'],
  ['--endpoint <url>', 'the REST API (default: a port-forward to the Service)'],
  ['--ca <file>', 'the CA certificate of the endpoint'],
  ['--header-file <file>', 'headers for every REST request, such as a session cookie; one "Name: value" per line'],
  ['--token-file <file>', 'the bearer token for REST requests'],
  ['--service-account <ns/name>', 'send REST requests with a token of this ServiceAccount'],
  ['--user-header <name>', 'the header that identifies users (default: kubeflow-userid)'],
  ['--user-prefix <text>', 'the prefix of user names in that header'],
];
