import { authenticatedGroup, type Caller } from './caller.ts';
import type { IdentityConfiguration } from './multi-user-configuration.ts';
import { ApiError } from '../ground/api-error.ts';

/** The identity in a request: a name set by a trusted proxy, or a token that is still to be reviewed. */
export type Credentials =
  { readonly kind: 'user'; readonly caller: Caller } | { readonly kind: 'token'; readonly token: string };

/** Alternating names and values, as in Node's `rawHeaders`: its other forms drop or join repeated headers. */
export type RawHeaders = readonly string[];

/** A longer user name is rejected; it must not reach the Kubernetes API, which would keep it in its audit log. */
const maxUserBytes = 1024;
/** Tokens of clusters have one or two kilobytes, those of large directories a few more. */
const maxTokenLength = 32 * 1024;
const maxGroupsBytes = 32 * 1024;
/** Counts names and values. Some versions of Node drop all further headers, among which may be a second identity. */
const maxRawHeaders = 2000;

export const unauthenticated = (reason: string, options?: ErrorOptions): ApiError =>
  new ApiError('unauthenticated', `The request does not say who sends it: ${reason}.`, options);

/**
 * Node decodes headers as Latin-1, but names are UTF-8; a conversion of invalid UTF-8 could produce another user's
 * name.
 */
const utf8 = (value: string, header: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'));
  } catch (cause) {
    throw unauthenticated(`the header ${header} is not UTF-8`, { cause });
  }
};

const readGroups = (value: string, header: string): readonly string[] => {
  const text = utf8(value, header);
  if (Buffer.byteLength(text) > maxGroupsBytes) throw unauthenticated(`the header ${header} is too long`);
  return text
    .split(',')
    .map((group) => group.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter(Boolean);
};

/** The value of a header, or undefined without it. */
const single = (headers: RawHeaders, name: string): string | undefined => {
  const values = headers.filter((_value, index) => index % 2 === 1 && headers[index - 1]?.toLowerCase() === name);
  if (values.length > 1) throw unauthenticated(`the header ${name} is there ${values.length} times`);
  return values[0];
};

/**
 * Reads the user header, else the bearer token. A token beside a user header is ignored: the proxy that sets the header
 * has authenticated the sender, and may pass on a token meant for another server. Throws an `unauthenticated` ApiError
 * without either, and when the relevant one is empty, repeated or too long. No error repeats the header's value.
 */
export const readCredentials = (headers: RawHeaders, identity: IdentityConfiguration): Credentials => {
  const { userHeader, userPrefix, groupsHeader } = identity;
  if (headers.length >= maxRawHeaders) throw unauthenticated('it has too many headers');
  const given = single(headers, userHeader);
  if (given !== undefined) {
    const user = utf8(given, userHeader);
    // The name is used unchanged, including blanks: another spelling is another user.
    const name = user.startsWith(userPrefix) ? user.slice(userPrefix.length) : '';
    if (name.trim() === '')
      throw unauthenticated(`the header ${userHeader} names no user${userPrefix ? ' after its prefix' : ''}`);
    if (Buffer.byteLength(name) > maxUserBytes) throw unauthenticated(`the header ${userHeader} is too long`);
    const groups = groupsHeader === undefined ? [] : readGroups(single(headers, groupsHeader) ?? '', groupsHeader);
    return { kind: 'user', caller: { user: name, groups: [...new Set([...groups, authenticatedGroup])] } };
  }
  const authorization = single(headers, 'authorization');
  if (authorization === undefined) {
    throw unauthenticated(`expected the header ${userHeader} or a bearer token, found neither`);
  }
  const token = /^bearer +(?<token>[^\s,]+)$/i.exec(authorization.trim())?.groups?.['token'];
  if (token === undefined || token.length > maxTokenLength) {
    throw unauthenticated('expected the header authorization to be "Bearer" and one token');
  }
  return { kind: 'token', token };
};
