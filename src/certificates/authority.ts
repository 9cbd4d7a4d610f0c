import 'reflect-metadata';
import { createPrivateKey, generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/** A certificate and its private key, in PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** The certificate authority of one environment. */
export interface Authority {
  readonly certificate: string;
  /** Issues a server certificate for 127.0.0.1, localhost, and the given names and addresses. */
  server(commonName: string, names?: readonly string[]): Promise<KeyPair>;
  /** Issues a client certificate for a Kubernetes user and its groups. */
  client(user: string, groups: readonly string[]): Promise<KeyPair>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;

/**
 * The authority has an RSA key, like kubeadm's: kube-apiserver verifies a client certificate for every request, and
 * verifying an RSA signature takes half the time of a P-256 one.
 */
const authorityAlgorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
};

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

const pemOf = async (key: webcrypto.CryptoKey): Promise<string> =>
  `${x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;

/** Validity begins a day ago because clocks in containers may be wrong. */
const validity = () => ({ notBefore: new Date(Date.now() - dayMs), notAfter: new Date(Date.now() + 30 * dayMs) });

const serialNumber = (): string => `01${randomBytes(15).toString('hex')}`;

/** A private key for service account tokens, in PEM. It is SEC 1 because kube-apiserver also reads it as the public key. */
export const signingKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }).toString();

/** An authority that signs with the given key, of any type, and issues certificates for new P-256 keys. */
const authorityFrom = (
  root: x509.X509Certificate,
  signing: { readonly key: webcrypto.CryptoKey; readonly algorithm: webcrypto.Algorithm | webcrypto.EcdsaParams },
): Authority => {
  const issue = async (name: x509.JsonName, extensions: readonly x509.Extension[]): Promise<KeyPair> => {
    const own = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      ...validity(),
      serialNumber: serialNumber(),
      subject: name,
      // The name keeps its original encoding, because Go compares bytes.
      issuer: root.subjectName,
      publicKey: own.publicKey,
      signingKey: signing.key,
      signingAlgorithm: signing.algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        ...extensions,
      ],
    });
    return { certificate: `${certificate.toString('pem')}\n`, key: await pemOf(own.privateKey) };
  };
  return {
    certificate: `${root.toString('pem')}\n`,
    server: (commonName, names = []) =>
      issue(
        [{ CN: [commonName] }],
        [
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension(
            ['127.0.0.1', 'localhost', ...names].map((value) => ({ type: isIP(value) > 0 ? 'ip' : 'dns', value })),
          ),
        ],
      ),
    client: (user, groups) =>
      issue(
        [...groups.map((group) => ({ O: [group] })), { CN: [user] }],
        [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
      ),
  };
};

export const createAuthority = async (): Promise<Authority> => {
  x509.cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey(authorityAlgorithm, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    serialNumber: serialNumber(),
    name: [{ CN: ['kfp-conformance'] }],
    keys,
    signingAlgorithm: authorityAlgorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return authorityFrom(root, { key: keys.privateKey, algorithm: authorityAlgorithm });
};

const curves: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384' };

/** Opens an existing authority, such as kubeadm's, whose key is RSA by default. */
export const openAuthority = async ({ certificate, key }: KeyPair): Promise<Authority> => {
  x509.cryptoProvider.set(webcrypto);
  const opened = createPrivateKey(key);
  const namedCurve = curves[opened.asymmetricKeyDetails?.namedCurve ?? ''];
  if (opened.asymmetricKeyType !== 'rsa' && namedCurve === undefined)
    throw new Error(
      `expected a certificate authority key of type RSA, P-256 or P-384, got ${opened.asymmetricKeyType}`,
    );
  const kind =
    namedCurve === undefined
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : { name: 'ECDSA', namedCurve, hash: 'SHA-256' };
  const der = opened.export({ type: 'pkcs8', format: 'der' });
  const imported = await webcrypto.subtle.importKey('pkcs8', der, kind, false, ['sign']);
  return authorityFrom(new x509.X509Certificate(certificate), { key: imported, algorithm: kind });
};
