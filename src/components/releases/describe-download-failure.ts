const known: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'the host name could not be resolved',
  EAI_AGAIN: 'the host name could not be resolved',
  ENETUNREACH: 'the network is unreachable',
  EHOSTUNREACH: 'the host is unreachable',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  ECONNRESET: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  Z_DATA_ERROR: 'the archive cannot be unpacked',
  Z_BUF_ERROR: 'the archive cannot be unpacked',
  ENOSPC: 'no disk space left',
  EDQUOT: 'no disk space left',
};

/** The reason of a failed download in one line, with system error codes in words. */
export const describeDownloadFailure = (cause: unknown): string => {
  const { code, message } = cause as NodeJS.ErrnoException;
  const [line = ''] = message.split('\n');
  const words = known[code ?? ''];
  if (words === undefined) return line;
  return line === '' ? `${words} (${code})` : `${words} (${line})`;
};
