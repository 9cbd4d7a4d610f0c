import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ServerAddress } from '../../clients/connection.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';

/**
 * What scripts need to verify the certificates of the servers that they use. Throws an EnvironmentError where k6 cannot: it
 * verifies those of all servers or of none, and would send credentials to a server that nobody has verified.
 */
export const trustVariables = async (
  servers: readonly ServerAddress[],
  directory: string,
): Promise<Readonly<Record<string, string>>> => {
  if (servers.some(({ tlsServerName }) => tlsServerName !== undefined))
    throw new EnvironmentError(
      'the context sets tls-server-name, which k6 cannot use: use the name of the server itself',
    );
  const unverified = servers.find(({ skipTlsVerify }) => skipTlsVerify);
  const verified = servers.find(({ origin, skipTlsVerify }) => origin.startsWith('https:') && !skipTlsVerify);
  if (unverified !== undefined && verified !== undefined)
    throw new EnvironmentError(
      `the certificate of ${unverified.origin} is not to be verified and that of ${verified.origin} is, and k6 verifies all or none: give the certificate authority of ${unverified.origin}`,
    );
  const authorities = servers.flatMap(({ ca }) => (ca === undefined ? [] : [ca]));
  const file = path.join(directory, 'load-ca.crt');
  await writeFile(file, authorities.join('\n'));
  return {
    ...(authorities.length > 0 && { SSL_CERT_FILE: file }),
    ...(unverified !== undefined && { K6_INSECURE_SKIP_TLS_VERIFY: 'true' }),
  };
};
