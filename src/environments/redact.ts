const patterns: readonly (readonly [RegExp, string])[] = [
  // JSON Web Tokens, such as service account tokens.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g, '[token]'],
  // Base64-encoded JSON Web Tokens.
  [/\bZXlK[\w+/-]{40,}={0,2}/g, '[token]'],
  [/\b(Bearer|Basic)\s+[\w+/=.~-]{8,}/gi, '$1 [redacted]'],
  // user:password@host, as in data source names and URLs.
  [/([\w.%-]+):([^\s:@/]+)@((?:tcp|unix)\(|[\w.[-])/g, '$1:[redacted]@$3'],
  [/\b((?:set-)?cookie["']?\s*[=:]\s*\[?["']?)([^"'\]]+)/gi, '$1[redacted]'],
  [
    /((?:password|passwd|secret|secret_?key|token|access_?key|api[_-]?key)["']?\s*[=:]\s*["']?)([^\s"',;&]+)/gi,
    '$1[redacted]',
  ],
  [/((?:client-key|client-certificate|certificate-authority)-data:\s*)\S+/g, '$1[redacted]'],
  // Private keys printed on one line with escaped line breaks.
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----/g, '[private key]'],
];

/** Returns a function that redacts a log line by line. It returns undefined for a line to omit. */
export const redactor = (secrets: readonly string[]): ((line: string) => string | undefined) => {
  const known = secrets.filter((secret) => secret.length >= 4);
  let insideKey = false;
  return (line) => {
    if (insideKey) {
      insideKey = !/-----END [A-Z ]*PRIVATE KEY-----/.test(line);
      return undefined;
    }
    let clean = line;
    for (const secret of known) clean = clean.replaceAll(secret, '[redacted]');
    for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
    if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(clean)) {
      insideKey = true;
      return '[private key]';
    }
    return clean;
  };
};
