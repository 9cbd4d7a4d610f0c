import type { HttpRequest } from '../contract/exchange.ts';
import { userOf, type TokenHolder } from '../clients/token-holder.ts';
import type { Command } from './command.ts';
import { curlCommand } from './curl.ts';
import type { KnownValues } from './known-values.ts';
import { bytesOf, contentOf } from './request-body.ts';
import { hereDocument, shellWord } from './shell-text.ts';

/** The resource at a path of the Kubernetes API. */
interface Resource {
  readonly type: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

const resourcePath =
  /^\/(?:api\/v1|apis\/(?<group>[^/]+)\/[^/]+)(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<plural>[^/]+)(?:\/(?<name>[^/]+))?(?:\/(?<subresource>[^/]+))?$/;

/** Decodes a path segment; an invalid encoding, which a scenario may send on purpose, is returned unchanged. */
const segment = (encoded: string): string => {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
};

const resourceOf = (path: string): Resource | undefined => {
  const { group, namespace, plural, name, subresource } = resourcePath.exec(path)?.groups ?? {};
  if (plural === undefined) return undefined;
  return {
    type: group === undefined ? plural : `${plural}.${group}`,
    ...(namespace !== undefined && { namespace: segment(namespace) }),
    ...(name !== undefined && { name: segment(name) }),
    ...(subresource !== undefined && { subresource }),
  };
};

const patchTypes: Readonly<Record<string, string>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
};

const headersOf = (request: HttpRequest): ReadonlyMap<string, string> =>
  new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));

/** kubectl's flags for the headers of impersonation and of a token. */
const identityWords = (
  headers: ReadonlyMap<string, string>,
  known: KnownValues,
  tokens: ReadonlyMap<string, TokenHolder>,
): (readonly string[])[] => {
  const word = (name: string) => shellWord(known.template(headers.get(name) ?? '', 'plain'));
  const token = (headers.get('authorization') ?? '').replace(/^Bearer\s+/i, '');
  const holder = tokens.get(token.replace(/^\$/, ''));
  return [
    // kubectl ignores --token if the kubeconfig has a certificate, so the service account is impersonated; the API
    // server adds its groups.
    ...(holder !== undefined ? [['--as', shellWord(known.template(userOf(holder), 'plain'))]] : []),
    ...(headers.has('authorization') && holder === undefined
      ? [['--token', shellWord(known.template(token, 'plain'))]]
      : []),
    ...(headers.has('impersonate-user') ? [['--as', word('impersonate-user')]] : []),
    ...(headers.has('impersonate-group') ? [['--as-group', word('impersonate-group')]] : []),
  ];
};

const asObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) && JSON.stringify(value) === text
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
};

/** Whether `kubectl create` and `apply` would send this object unchanged to the same path. */
const isPlainObject = (text: string, resource: Resource): boolean => {
  const body = asObject(text);
  const metadata = (body?.['metadata'] ?? {}) as { name?: unknown; namespace?: unknown };
  return (
    typeof body?.['apiVersion'] === 'string' &&
    typeof body['kind'] === 'string' &&
    typeof metadata.name === 'string' &&
    metadata.name !== '' &&
    (metadata.namespace === undefined || metadata.namespace === resource.namespace) &&
    resource.subresource === undefined
  );
};

type Verb = Pick<Command, 'words' | 'stdin' | 'remarks'> | undefined;

/** The kubectl command that sends the request, if there is one. */
const verbOf = (request: HttpRequest, known: KnownValues, newFile: () => string): Verb => {
  const [path = '', query = ''] = request.target.split('?');
  const search = new URLSearchParams(query);
  const headers = headersOf(request);
  const resource = resourceOf(path);
  const type = headers.get('content-type') ?? 'application/json';
  const raw = shellWord(known.template(request.target, 'url'));
  const body = request.body === undefined ? undefined : contentOf(bytesOf(request.body), known, newFile);
  if (body?.kind === 'binary') return undefined;
  const text = request.body === undefined ? '' : bytesOf(request.body).toString('utf8');
  const fed = (words: Command['words']): Verb => {
    if (body === undefined) return { words: [words.flat()], remarks: [] };
    if (body.kind === 'left-out') return { words: [[...words.flat(), '-f', body.file]], remarks: body.remarks };
    return { words: [[...words.flat(), '-f -']], remarks: [], stdin: hereDocument(body.text) };
  };
  const namespaceFlag =
    resource?.namespace === undefined ? [] : [['-n', shellWord(known.template(resource.namespace, 'plain'))]];
  const only = (...names: readonly string[]) => [...search.keys()].every((name) => names.includes(name));
  switch (request.method) {
    case 'GET': {
      if (search.get('watch') !== 'true' || search.has('timeoutSeconds'))
        return { words: [['kubectl get --raw', raw]], remarks: [] };
      const ending = shellWord(known.template(`${request.target}&timeoutSeconds=5`, 'url'));
      return { words: [['kubectl get --raw', ending]], remarks: ['a watch; it ends after 5 s'] };
    }
    case 'POST':
      if (type !== 'application/json' || body === undefined) return undefined;
      return resource !== undefined && isPlainObject(text, resource) && query === ''
        ? fed(['kubectl create --validate=warn -o json', ...namespaceFlag])
        : fed(['kubectl create --raw', raw]);
    case 'PUT':
      return type === 'application/json' && body !== undefined ? fed(['kubectl replace --raw', raw]) : undefined;
    case 'DELETE':
      if (resource?.name === undefined || resource.subresource !== undefined) return undefined;
      return body !== undefined || query !== ''
        ? fed(['kubectl delete --raw', raw])
        : {
            words: [
              [
                'kubectl delete --wait=false',
                ...namespaceFlag.flat(),
                resource.type,
                shellWord(known.template(resource.name, 'plain')),
              ],
            ],
            remarks: [],
          };
    case 'PATCH': {
      if (resource?.name === undefined || body === undefined) return undefined;
      const subresource = resource.subresource === undefined ? [] : [`--subresource=${resource.subresource}`];
      const patchType = patchTypes[type];
      if (patchType !== undefined && query === '' && body.kind === 'text') {
        return {
          words: [
            [
              `kubectl patch --type=${patchType} -o json`,
              ...namespaceFlag.flat(),
              ...subresource,
              resource.type,
              shellWord(known.template(resource.name, 'plain')),
            ],
            ['-p', shellWord(body.text)],
          ],
          remarks: [],
        };
      }
      if (
        !type.startsWith('application/apply-patch') ||
        !only('fieldManager', 'force') ||
        !isPlainObject(text, resource)
      ) {
        return undefined;
      }
      return fed([
        'kubectl apply --server-side --validate=warn -o json',
        ...(search.has('fieldManager') ? [['--field-manager', shellWord(search.get('fieldManager') ?? '')]] : []),
        ...(search.get('force') === 'true' ? ['--force-conflicts'] : []),
        ...namespaceFlag,
      ]);
    }
    default:
      return undefined;
  }
};

const knownHeaders = new Set([
  'accept',
  'content-type',
  'content-length',
  'authorization',
  'impersonate-user',
  'impersonate-group',
]);

/**
 * The kubectl command for a request to the Kubernetes API, or a curl command through `kubectl proxy` if kubectl has
 * none.
 */
export const kubectlCommand = (
  request: HttpRequest,
  known: KnownValues,
  newFile: () => string,
  tokens: ReadonlyMap<string, TokenHolder> = new Map(),
): Command => {
  const headers = headersOf(request);
  const ordinary =
    [...headers.keys()].every((name) => knownHeaders.has(name)) &&
    /json|\*\/\*|^$/.test((headers.get('accept') ?? '').replace(/.*as=Table.*/, 'table')) &&
    (!headers.has('authorization') || /^Bearer\s+\S/i.test(headers.get('authorization') ?? ''));
  let file: string | undefined;
  const oneFile = () => (file ??= newFile());
  const verb = ordinary ? verbOf(request, known, oneFile) : undefined;
  if (verb === undefined) return curlCommand(request, 'KUBERNETES', known, oneFile);
  return { ...verb, words: [...verb.words, ...identityWords(headers, known, tokens)] };
};
