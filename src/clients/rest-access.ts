import type { Connection, ServerAddress, ShownIdentity } from './connection.ts';

/** How REST requests reach an installation, and as whom. */
export interface RestAccess {
  readonly server: ServerAddress;
  /** What whoever runs the harness shows: every request of a single-user target has it. */
  readonly caller: ShownIdentity;
  /** The header that names a user to a multi-user target, and what stands before the name in it. */
  readonly userHeader: string;
  readonly userPrefix: string;
  /** What must not be written down, by the names that stand for it: `TOKEN_CALLER`, `COOKIE_SESSION`. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The one who runs the harness. */
export const callerConnection = ({ server, caller }: RestAccess): Connection => ({ ...server, ...caller });

/** What the way there wants of everybody (a session of a gateway, for one); nothing of it says who asks. */
export const wayHeaders = ({
  caller,
  userHeader,
}: Pick<RestAccess, 'caller' | 'userHeader'>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(caller.headers ?? {}).filter(
      ([name]) => !['authorization', userHeader.toLowerCase()].includes(name.toLowerCase()),
    ),
  );

/** Headers that name a user, on the same way. */
export const userHeaders = (rest: RestAccess, user: string): Readonly<Record<string, string>> => ({
  ...wayHeaders(rest),
  [rest.userHeader]: `${rest.userPrefix}${user}`,
});
