import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';

/** How servers are reached. */
export interface HttpsOptions {
  readonly connectMs: number;
  /** A certificate authority in place of the system's, PEM. */
  readonly ca?: string;
}

/** The proxy for https as `go build` reads it: without a scheme it is one for http. */
const httpsProxy = (): string => {
  const given = process.env['HTTPS_PROXY'] || process.env['https_proxy'] || '';
  const proxy = given === '' || given.includes('://') ? given : `http://${given}`;
  if (!/^(https?:\/\/|$)/.test(proxy))
    throw new Error(`HTTPS_PROXY names a proxy of the kind ${proxy.replace(/:.*/, '')}, expected http or https`);
  return proxy;
};

/** Connections through the proxy that HTTPS_PROXY and NO_PROXY name, as `go build` takes them, or else direct. */
export const httpsAgent = ({ connectMs, ca }: HttpsOptions): EnvHttpProxyAgent => {
  const tls = ca === undefined ? {} : { ca };
  return new EnvHttpProxyAgent({
    // undici would take HTTP_PROXY for https too.
    httpProxy: '',
    httpsProxy: httpsProxy(),
    allowH2: false,
    connect: { ...tls, timeout: connectMs },
    connectTimeout: connectMs,
    requestTls: tls,
    // The caller's signal ends what stalls.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
};

const redirects = new Set([301, 302, 303, 307, 308]);
const maxRedirects = 5;

/** The answer 200 to a GET, after redirects; every one of them must lead to https. */
export const getHttps = async (
  first: string,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> => {
  let url = new URL(first);
  for (let hop = 0; hop <= maxRedirects; hop++) {
    // Without the query, which may hold a signature.
    const shown = url.origin + url.pathname;
    if (url.protocol !== 'https:') throw new Error(`${hop === 0 ? 'address' : 'redirected to'} ${shown}, not https`);
    const response = await request(url, { dispatcher, signal });
    const { statusCode, headers, body } = response;
    if (statusCode === 200) return response;
    await body.dump({ limit: 65_536, signal });
    if (!redirects.has(statusCode)) throw new Error(`${hop === 0 ? 'it' : shown} was answered ${statusCode}`);
    const location = String(headers['location'] ?? '');
    if (!URL.canParse(location, url.href)) throw new Error(`redirected to ${JSON.stringify(location)}, not an address`);
    url = new URL(location, url);
  }
  throw new Error(`redirected more than ${maxRedirects} times`);
};
