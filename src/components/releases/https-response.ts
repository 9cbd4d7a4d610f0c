import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';

/** The options for HTTPS connections. */
export interface HttpsOptions {
  readonly connectMs: number;
  /** A certificate authority (PEM) that replaces the system's. */
  readonly ca?: string;
}

/** The proxy in HTTPS_PROXY. As in `go build`, the default scheme is http. */
const httpsProxy = (): string => {
  const given = process.env['HTTPS_PROXY'] || process.env['https_proxy'] || '';
  const proxy = given === '' || given.includes('://') ? given : `http://${given}`;
  if (!/^(https?:\/\/|$)/.test(proxy))
    throw new Error(`HTTPS_PROXY has the scheme ${proxy.replace(/:.*/, '')}, expected http or https`);
  return proxy;
};

/** An agent that connects directly, or through the proxy of HTTPS_PROXY and NO_PROXY, as `go build` does. */
export const httpsAgent = ({ connectMs, ca }: HttpsOptions): EnvHttpProxyAgent => {
  const tls = ca === undefined ? {} : { ca };
  return new EnvHttpProxyAgent({
    // undici would also use HTTP_PROXY for https.
    httpProxy: '',
    httpsProxy: httpsProxy(),
    allowH2: false,
    connect: { ...tls, timeout: connectMs },
    connectTimeout: connectMs,
    requestTls: tls,
    // The caller aborts stalled requests through its signal.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
};

const redirects = new Set([301, 302, 303, 307, 308]);
const maxRedirects = 5;

/** Sends a GET and follows redirects, which must lead to https. Returns the answer with status 200. */
export const getHttps = async (
  first: string,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> => {
  let url = new URL(first);
  for (let hop = 0; hop <= maxRedirects; hop++) {
    // The query is omitted because it may contain a signature.
    const shown = url.origin + url.pathname;
    if (url.protocol !== 'https:')
      throw new Error(`${hop === 0 ? 'the URL is' : 'redirected to'} ${shown}, which is not https`);
    const response = await request(url, { dispatcher, signal });
    const { statusCode, headers, body } = response;
    if (statusCode === 200) return response;
    await body.dump({ limit: 65_536, signal });
    if (!redirects.has(statusCode))
      throw new Error(`${hop === 0 ? 'the server' : shown} answered with status ${statusCode}`);
    const location = String(headers['location'] ?? '');
    if (!URL.canParse(location, url.href))
      throw new Error(`redirected to ${JSON.stringify(location)}, which is not a valid URL`);
    url = new URL(location, url);
  }
  throw new Error(`redirected more than ${maxRedirects} times`);
};
