// A FIDO Alliance of our own, for tests: a root, makers of authenticators under it, and metadata files that it signs.
import "reflect-metadata";
import { createPrivateKey, createSign, sign, webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  cryptoProvider,
  Extension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { Maker } from "./software-key.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const fidoAaguid = "1.3.6.1.4.1.45724.1.1.4";

interface Authority {
  certificate: X509Certificate;
  keys: webcrypto.CryptoKeyPair;
}

export interface TestMaker extends Maker {
  /** As the metadata names it. */
  id: string;
  name: string;
  root: Buffer;
}

export interface MetadataMaker {
  /** PEM of the authority that signs the files. */
  rootPem: string;
  /** A maker with a root of its own. `validDays` of its certificate from now; it began a year ago. */
  makeMaker(id: string, name: string, options?: { validDays?: number }): Promise<TestMaker>;
  /** A metadata file. `statuses` by AAGUID; the rest is as FIDO's files have it. */
  sign(file: {
    number: number;
    nextUpdate: string;
    makers: TestMaker[];
    statuses?: Record<string, string[]>;
    /** Signs with a key that the certificates do not hold. */
    isForged?: boolean;
  }): Promise<string>;
}

export async function makeMetadataMaker(now: Date): Promise<MetadataMaker> {
  cryptoProvider.set(webcrypto as unknown as Crypto);
  const root = await makeAuthority("CN=Metadata Root", now);
  const signer = await issue(root, "CN=metadata.test", now, []);
  return {
    rootPem: root.certificate.toString("pem"),
    makeMaker: async (id, name, options = {}) => {
      const aaguid = Buffer.from(id.replaceAll("-", ""), "hex");
      const ownRoot = await makeAuthority(`CN=${name} Root`, now);
      const subject = `C=XD,O=${name},OU=Authenticator Attestation,CN=${name} Attestation`;
      const extension = new Extension(fidoAaguid, false, Buffer.concat([Buffer.from([0x04, 16]), aaguid]));
      const leaf = await issue(ownRoot, subject, now, [extension], options.validDays);
      const key = await privateKeyOf(leaf.keys);
      return {
        id,
        name,
        aaguid,
        root: Buffer.from(ownRoot.certificate.rawData),
        certificates: [Buffer.from(leaf.certificate.rawData)],
        sign: (data) => createSign("sha256").update(data).sign(key),
      };
    },
    sign: async ({ number, nextUpdate, makers, statuses = {}, isForged = false }) => {
      const payload = {
        legalHeader: "A test.",
        no: number,
        nextUpdate,
        entries: [
          // An entry of an older kind, without AAGUID.
          {
            aaid: "4e4e#4005",
            statusReports: [{ status: "NOT_FIDO_CERTIFIED" }],
            timeOfLastStatusChange: "2020-01-01",
          },
          ...makers.map((maker) => ({
            aaguid: maker.id,
            metadataStatement: {
              description: maker.name,
              aaguid: maker.id,
              protocolFamily: "fido2",
              attestationRootCertificates: [maker.root.toString("base64")],
            },
            statusReports: (statuses[maker.id] ?? ["FIDO_CERTIFIED_L1"]).map((status) => ({ status })),
            timeOfLastStatusChange: "2026-01-01",
          })),
        ],
      };
      const header = {
        alg: "ES256",
        typ: "JWT",
        x5c: [signer.certificate, root.certificate].map((one) => Buffer.from(one.rawData).toString("base64")),
      };
      const text = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
      const key = await privateKeyOf(isForged ? await newKeys() : signer.keys);
      const signature = sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
      return `${text}.${signature.toString("base64url")}\n`;
    },
  };
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function privateKeyOf(keys: webcrypto.CryptoKeyPair) {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

async function makeAuthority(name: string, now: Date): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name,
    keys: keys as CryptoKeyPair,
    signingAlgorithm: algorithm,
    notBefore: new Date(now.getTime() - 365 * 86_400_000),
    notAfter: new Date(now.getTime() + 10_950 * 86_400_000),
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return { certificate, keys };
}

async function issue(
  authority: Authority,
  subject: string,
  now: Date,
  extensions: Extension[],
  validDays = 10_000,
): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey as CryptoKey,
    signingKey: authority.keys.privateKey as CryptoKey,
    signingAlgorithm: algorithm,
    notBefore: new Date(now.getTime() - 365 * 86_400_000),
    notAfter: new Date(now.getTime() + validDays * 86_400_000),
    extensions: [new BasicConstraintsExtension(false, undefined, true), ...extensions],
  });
  return { certificate, keys };
}
