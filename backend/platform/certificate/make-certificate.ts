// Makes a local certificate authority and a server certificate, for installations in a building without a public name.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

export interface MadeCertificate {
  /** To be installed as trusted on every device of the office. */
  authorityPath: string;
  certPath: string;
  keyPath: string;
  isNewAuthority: boolean;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const dayMs = 86_400_000;

/**
 * `names` are host names or addresses. The authority (10 years) is made once and used again; the certificate lasts 397 days,
 * which browsers accept. Keys have mode 0600.
 */
export async function makeCertificate(folder: string, names: string[], now: Date): Promise<MadeCertificate> {
  cryptoProvider.set(webcrypto as unknown as Crypto);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const paths = {
    authorityPath: join(folder, "authority.crt"),
    authorityKey: join(folder, "authority.key"),
    certPath: join(folder, "server.crt"),
    keyPath: join(folder, "server.key"),
  };
  const isNewAuthority = !existsSync(paths.authorityPath);
  if (isNewAuthority) await makeAuthority(paths.authorityPath, paths.authorityKey, now);
  const authority = new X509Certificate(readFileSync(paths.authorityPath, "utf8"));
  const signingKey = await importKey(readFileSync(paths.authorityKey, "utf8"));
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${names[0] ?? "localhost"}`,
    issuer: authority.subject,
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + 396 * dayMs),
    publicKey: keys.publicKey as CryptoKey,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        names.map((name) => ({ type: isIP(name) ? ("ip" as const) : ("dns" as const), value: name })),
      ),
    ],
  });
  writeFileSync(paths.certPath, `${certificate.toString("pem")}\n${authority.toString("pem")}\n`, { mode: 0o644 });
  await writeKey(paths.keyPath, keys.privateKey as CryptoKey);
  return { authorityPath: paths.authorityPath, certPath: paths.certPath, keyPath: paths.keyPath, isNewAuthority };
}

async function makeAuthority(path: string, keyPath: string, now: Date): Promise<void> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const authority = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: "CN=Toguna local authority",
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + 3_650 * dayMs),
    keys: keys as unknown as CryptoKeyPair,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  writeFileSync(path, `${authority.toString("pem")}\n`, { mode: 0o644 });
  await writeKey(keyPath, keys.privateKey as CryptoKey);
}

async function writeKey(path: string, key: CryptoKey): Promise<void> {
  const bytes = await webcrypto.subtle.exportKey("pkcs8", key as never);
  writeFileSync(path, `${PemConverter.encode(bytes, "PRIVATE KEY")}\n`, { mode: 0o600 });
}

async function importKey(pem: string): Promise<CryptoKey> {
  const [bytes] = PemConverter.decode(pem);
  if (!bytes) throw new Error("the authority's key file holds no key");
  return (await webcrypto.subtle.importKey("pkcs8", bytes, algorithm, false, ["sign"])) as CryptoKey;
}

/** 127 random bits, positive (CA/Browser Forum Baseline Requirements §7.1 asks for at least 64). */
function serial(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return Buffer.from(bytes).toString("hex");
}
