import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import type { Agent, request } from 'undici';
import { checkPackageUrl, isBlockedAddress, type PackagePolicy } from './package-policy.ts';
import { maxFileBytes, readPipelineFile } from './pipeline-file.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { ApiError } from '../ground/api-error.ts';

const maxRedirects = 10;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Downloads and reads definitions by `package_url`; every failure is an `invalid` ApiError (CRUD-28). */
export interface PackageDownloader extends AsyncDisposable {
  download(url: string): Promise<PipelineDefinition>;
}

interface HttpClient {
  readonly dispatcher: Agent;
  readonly request: typeof request;
}

type LookupCallback = (error: Error | null, addresses: string | LookupAddress[], family?: number) => void;

/** Resolves the host for the connection itself, so that the checked address is the one connected to. */
const publicLookup = (host: string, options: LookupOptions, callback: LookupCallback): void => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const [first] = addresses;
    if (first === undefined || addresses.some(({ address }) => isBlockedAddress(address))) {
      return callback(new ApiError('invalid', `Pipeline URL validation failed: ${host} has a private address.`), []);
    }
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

const openClient = async (policy: PackagePolicy): Promise<HttpClient> => {
  const { Agent, request } = await import('undici');
  // One connection per download: the other side may close a reused one during the next request.
  const dispatcher = new Agent({
    connect: policy.validate ? { lookup: publicLookup } : {},
    connections: 16,
    pipelining: 0,
  });
  return { dispatcher, request };
};

const readBody = async (body: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxFileBytes) {
      throw new ApiError('invalid', `The pipeline definition has more than ${maxFileBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const fetchBytes = async (first: URL, policy: PackagePolicy, { dispatcher, request }: HttpClient): Promise<Buffer> => {
  const signal = AbortSignal.timeout(policy.timeoutMs);
  try {
    let url = first;
    for (let hop = 0; hop <= maxRedirects; hop++) {
      const { statusCode, headers, body } = await request(url, { dispatcher, signal });
      const location = String(headers['location'] ?? '');
      if (redirectStatuses.has(statusCode) && URL.canParse(location, url.href)) {
        await body.dump();
        url = checkPackageUrl(new URL(location, url).href, policy);
        continue;
      }
      if (statusCode !== 200) {
        await body.dump();
        throw new ApiError(
          'invalid',
          `Fetching the pipeline definition from ${first.href} was answered ${statusCode}.`,
        );
      }
      return await readBody(body);
    }
    throw new ApiError('invalid', `Fetching the pipeline definition from ${first.href} met too many redirects.`);
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    if (cause instanceof Error && cause.cause instanceof ApiError) throw cause.cause;
    const reason = signal.aborted
      ? `no answer within ${policy.timeoutMs} ms`
      : ((cause as NodeJS.ErrnoException).code ?? 'failed');
    throw new ApiError('invalid', `Fetching the pipeline definition from ${first.href} failed: ${reason}.`, { cause });
  }
};

export const packageDownloader = (policy: PackagePolicy): PackageDownloader => {
  // Loads the HTTP client on first use.
  let client: Promise<HttpClient> | undefined;
  return {
    download: async (text) => {
      const url = checkPackageUrl(text, policy);
      const bytes = await fetchBytes(url, policy, await (client ??= openClient(policy)));
      return readPipelineFile(url.pathname, bytes);
    },
    [Symbol.asyncDispose]: async () => {
      await (await client)?.dispatcher.close();
    },
  };
};
