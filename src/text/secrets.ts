/** A registry of secret values, each with the name that replaces it in texts. */
export interface Secrets {
  /**
   * Registers a value under a name: TOKEN_ALICE appears in texts as `$TOKEN_ALICE`. A second value of that name
   * becomes TOKEN_ALICE_2. Throws if a script could not use the name as a variable.
   */
  add(value: string, name: string): void;
  /** Registers a value of a credential header that is not secret and must stay readable: `Bearer broken`. */
  harmless(value: string): void;
  isHarmless(value: string): boolean;
  /** The text without registered secrets in any encoding, and without everything that looks like a credential. */
  redact(text: string): string;
}

/** Matches the names that replace secrets in a text. */
export const secretNames = /\$((?:TOKEN|KEY|COOKIE|PASSWORD)(?:_[A-Z0-9]+)*)(?!\w)/g;

const validName = /^(?:TOKEN|KEY|COOKIE|PASSWORD)(?:_[A-Z0-9]+)*$/;

/** Shorter values occur in too many texts that are not secret. */
const shortest = 6;

/**
 * Unregistered credentials: JSON Web Tokens (also in base64), private keys, passwords in URLs. The hint is searched
 * first because that is much faster than the pattern and most texts do not contain it.
 */
const patterns: readonly (readonly [hint: string, pattern: RegExp, replacement: string])[] = [
  ['eyJ', /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, '[token]'],
  ['ZXlK', /\bZXlK[\w+/-]{40,}={0,2}/g, '[token]'],
  ['PRIVATE KEY', /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[private key]'],
  ['//', /(\/\/[^\s:@/"'<>]*:)[^\s@/"'<>]+@/g, '$1[redacted]@'],
];

/**
 * The base64 forms of a value inside a longer text, at all three alignments, without the characters that depend on
 * adjacent bytes.
 */
const base64Cores = (value: string): readonly string[] =>
  [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
    const from = Math.ceil((offset * 8) / 6);
    return bytes.toString('base64').slice(from, Math.floor((bytes.length * 8) / 6));
  });

type Form = readonly [form: string, replacement: string];

/** All encodings of a value, each with its replacement. */
const formsOf = (value: string, name: string): readonly Form[] => {
  const base64 = [Buffer.from(value).toString('base64'), ...base64Cores(value)];
  const plain = [
    value,
    encodeURIComponent(value),
    encodeURIComponent(encodeURIComponent(value)),
    new URLSearchParams([['', value]]).toString().slice(1),
    JSON.stringify(value).slice(1, -1),
  ];
  const encoded = [
    ...base64,
    ...base64.map((text) => encodeURIComponent(text)),
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')),
  ];
  const forms = new Map([
    ...plain.map((form): Form => [form, `$${name}`]),
    // Adjacent characters belong to the same encoded text, so the replacement is marked as partial.
    ...encoded.map((form): Form => [form, `[$${name} in base64]`]),
  ]);
  return [...forms].filter(([form]) => form.length >= shortest);
};

export const secretRegistry = (): Secrets => {
  const names = new Map<string, string>();
  const harmless = new Set<string>();
  /** The longest first, because one form may contain another. */
  let forms: readonly Form[] = [];
  return {
    add: (value, name) => {
      if (!validName.test(name))
        throw new Error(
          `a secret named ${name}: expected TOKEN, KEY, COOKIE or PASSWORD, optionally followed by _ and capitals`,
        );
      if (value.length < shortest || names.has(value)) return;
      const taken = new Set(names.values());
      let own = name;
      for (let number = 2; taken.has(own); number += 1) own = `${name}_${number}`;
      names.set(value, own);
      forms = [...forms, ...formsOf(value, own)].toSorted(([a], [b]) => b.length - a.length);
    },
    harmless: (value) => void harmless.add(value),
    isHarmless: (value) => harmless.has(value),
    redact: (text) => {
      let clean = text;
      for (const [form, replacement] of forms)
        if (clean.includes(form)) clean = clean.replaceAll(form, () => replacement);
      for (const [hint, pattern, replacement] of patterns)
        if (clean.includes(hint)) clean = clean.replace(pattern, replacement);
      return clean;
    },
  };
};

const emptyRegistry = secretRegistry();

/** The text without everything that looks like a credential. */
export const withoutCredentials = (text: string): string => emptyRegistry.redact(text);
