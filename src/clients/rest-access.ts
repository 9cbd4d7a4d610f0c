import type { Connection, ServerAddress, ClientCredentials } from './connection.ts';

/** How REST requests reach an installation, and with which identities. */
export interface RestAccess {
  readonly server: ServerAddress;
  /** The credentials of the person who runs the harness; sent with every request to a single-user target. */
  readonly caller: ClientCredentials;
  /** The header that identifies a user to a multi-user target, and the prefix of the name in it. */
  readonly userHeader: string;
  readonly userPrefix: string;
  /** Values to redact, by the names that replace them: `TOKEN_CALLER`, `COOKIE_SESSION`. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The connection of the person who runs the harness. */
export const callerConnection = ({ server, caller }: RestAccess): Connection => ({ ...server, ...caller });

/** Headers that a gateway requires of every request, such as a session; they do not identify a user. */
export const gatewayHeaders = ({
  caller,
  userHeader,
}: Pick<RestAccess, 'caller' | 'userHeader'>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(caller.headers ?? {}).filter(
      ([name]) => !['authorization', userHeader.toLowerCase()].includes(name.toLowerCase()),
    ),
  );

/** The gateway's headers and the header that identifies a user. */
export const userHeaders = (rest: RestAccess, user: string): Readonly<Record<string, string>> => ({
  ...gatewayHeaders(rest),
  [rest.userHeader]: `${rest.userPrefix}${user}`,
});
