import { EnvironmentError } from '../failures/environment-error.ts';

const networkTrouble =
  /no such host|dial tcp|i\/o timeout|TLS handshake timeout|connection refused|connection reset|network is unreachable|proxyconnect|server misbehaving|temporary failure in name resolution|module lookup disabled by GOPROXY=off/i;

/** Turns what a failed `go build` printed into one error that says what to do. */
export const buildFailure = (
  component: string,
  printed: string,
  places: { readonly cache: string; readonly buildCache: string; readonly moduleCache: string },
): EnvironmentError => {
  const lines = printed.trim().split('\n');
  const line = (pattern: RegExp): string => lines.find((text) => pattern.test(text))?.trim() ?? '';
  const full = /no space left on device|disk quota exceeded/i;
  if (full.test(printed))
    return new EnvironmentError(
      `building ${component} ran out of disk space: make room (a cold set-up takes about 5 GB) in ${places.cache}, Go's build cache ${places.buildCache} or its module cache ${places.moduleCache}, or move one with KFP_CONFORMANCE_CACHE, GOCACHE or GOMODCACHE. It said: ${line(full)}`,
    );
  if (/signal: killed/.test(printed))
    return new EnvironmentError(
      `building ${component} was killed, most likely because memory ran out (a build takes up to 4 GB): free some, or compile one package at a time with GOMAXPROCS=1`,
    );
  const old = /requires go >= (\S+) \(running go (\S+?)[;)]/;
  const tooOld = old.exec(printed);
  if (tooOld !== null)
    return new EnvironmentError(
      `building ${component} needs Go ${tooOld[1]} or newer, and this is Go ${tooOld[2]}: install a newer one (https://go.dev/doc/install)`,
    );
  const mismatch = /SECURITY ERROR|checksum mismatch|verifying module/;
  if (mismatch.test(printed) && !networkTrouble.test(printed))
    return new EnvironmentError(
      `a module for ${component} is not the one this project pins, so nothing was built from it: ${line(mismatch)}`,
    );
  if (networkTrouble.test(printed))
    return new EnvironmentError(
      `the modules for ${component} could not be fetched: check the network, and GOPROXY and GOSUMDB (\`go env\`). It said: ${line(networkTrouble)}`,
    );
  return new EnvironmentError(`building ${component} failed.`, { logTail: lines.slice(-8) });
};
