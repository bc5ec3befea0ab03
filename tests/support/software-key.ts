// A passkey in software, for tests: answers ceremonies correctly, or wrongly in one chosen way.
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";

export interface Twist {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  crossOrigin?: unknown;
  topOrigin?: string;
  isPresent?: boolean;
  isVerified?: boolean;
  isBackupEligible?: boolean;
  isBackedUp?: boolean;
  counter?: number;
  userHandle?: string | null;
  /** The id of the record, while the authenticator's own stays. */
  recordId?: string;
  flipsSignature?: boolean;
  /** COSE algorithm that the public key claims. */
  algorithm?: number;
}

export interface SoftwareKey {
  readonly id: string;
  counter: number;
  userHandle: string;
  create(options: PublicKeyCredentialCreationOptionsJSON, origin: string, twist?: Twist): RegistrationResponseJSON;
  get(options: PublicKeyCredentialRequestOptionsJSON, origin: string, twist?: Twist): AuthenticationResponseJSON;
  /** The same secret with the counter of this moment. */
  clone(): SoftwareKey;
}

/** Who made the authenticator: signs that a new passkey lies in one of this model, where it is asked for. */
export interface Maker {
  aaguid: Buffer;
  /** DER, the signer's first. */
  certificates: Buffer[];
  sign(data: Buffer): Buffer;
}

interface Settings {
  isBackupEligible?: boolean;
  isBackedUp?: boolean;
  maker?: Maker;
}

interface Secret {
  privateKey: KeyObject;
  x: Buffer;
  y: Buffer;
  id: Buffer;
}

export function makeSoftwareKey(settings: Settings = {}): SoftwareKey {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = pair.publicKey.export({ format: "jwk" });
  const x = Buffer.from(jwk.x ?? "", "base64url");
  const y = Buffer.from(jwk.y ?? "", "base64url");
  return withSecret({ privateKey: pair.privateKey, x, y, id: randomBytes(32) }, settings, 0, "");
}

function withSecret(secret: Secret, settings: Settings, counter: number, userHandle: string): SoftwareKey {
  const id = secret.id.toString("base64url");
  const flagsOf = (twist: Twist, hasKey: boolean): number =>
    ((twist.isPresent ?? true) ? 0x01 : 0) |
    ((twist.isVerified ?? true) ? 0x04 : 0) |
    ((twist.isBackupEligible ?? settings.isBackupEligible ?? false) ? 0x08 : 0) |
    ((twist.isBackedUp ?? settings.isBackedUp ?? false) ? 0x10 : 0) |
    (hasKey ? 0x40 : 0);
  const key: SoftwareKey = {
    id,
    counter,
    userHandle,
    clone: () => withSecret(secret, settings, key.counter, key.userHandle),
    create: (options, origin, twist = {}) => {
      key.userHandle = options.user.id;
      const maker = options.attestation === "direct" ? settings.maker : undefined;
      const data = authenticatorData(
        twist.rpId ?? options.rp.id ?? "",
        flagsOf(twist, true),
        twist.counter ?? key.counter,
      );
      const attested = Buffer.concat([
        data,
        // Browsers take the model out where nobody asked for an attestation.
        maker?.aaguid ?? Buffer.alloc(16),
        Buffer.from([0, secret.id.length]),
        secret.id,
        coseKey(secret, twist.algorithm ?? -7),
      ]);
      const client = clientData("webauthn.create", options.challenge, origin, twist);
      const statement = maker
        ? packed(maker, Buffer.concat([attested, sha256(Buffer.from(client, "base64url"))]))
        : Buffer.from([0xa0]);
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        text("fmt"),
        text(maker ? "packed" : "none"),
        text("attStmt"),
        statement,
        text("authData"),
        bytes(attested),
      ]);
      const recordId = twist.recordId ?? id;
      return {
        id: recordId,
        rawId: recordId,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON: client,
          attestationObject: attestationObject.toString("base64url"),
          transports: ["internal"],
        },
      };
    },
    get: (options, origin, twist = {}) => {
      key.counter += 1;
      const data = authenticatorData(
        twist.rpId ?? options.rpId ?? "",
        flagsOf(twist, false),
        twist.counter ?? key.counter,
      );
      const client = clientData("webauthn.get", options.challenge, origin, twist);
      const signed = Buffer.concat([data, sha256(Buffer.from(client, "base64url"))]);
      const signature = createSign("sha256").update(signed).sign(secret.privateKey);
      if (twist.flipsSignature)
        signature.writeUInt8(signature.readUInt8(signature.length - 1) ^ 1, signature.length - 1);
      const recordId = twist.recordId ?? id;
      const handle = twist.userHandle === undefined ? key.userHandle : twist.userHandle;
      return {
        id: recordId,
        rawId: recordId,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON: client,
          authenticatorData: data.toString("base64url"),
          signature: signature.toString("base64url"),
          ...(handle === null ? {} : { userHandle: handle }),
        },
      };
    },
  };
  return key;
}

function clientData(type: string, challenge: string, origin: string, twist: Twist): string {
  const data = {
    type: twist.type ?? type,
    challenge: twist.challenge ?? challenge,
    origin: twist.origin ?? origin,
    crossOrigin: twist.crossOrigin ?? false,
    ...(twist.topOrigin === undefined ? {} : { topOrigin: twist.topOrigin }),
  };
  return Buffer.from(JSON.stringify(data)).toString("base64url");
}

function authenticatorData(rpId: string, flags: number, counter: number): Buffer {
  const tail = Buffer.alloc(5);
  tail.writeUInt8(flags, 0);
  tail.writeUInt32BE(counter, 1);
  return Buffer.concat([sha256(Buffer.from(rpId)), tail]);
}

function coseKey(secret: Secret, algorithm: number): Buffer {
  const alg = algorithm >= 0 ? [algorithm] : algorithm >= -24 ? [0x1f - algorithm] : [0x39, ...uint16(-1 - algorithm)];
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, ...alg, 0x20, 0x01, 0x21]),
    bytes(secret.x),
    Buffer.from([0x22]),
    bytes(secret.y),
  ]);
}

/** An attestation statement of the format "packed" with certificates (WebAuthn Level 3 §8.2). */
function packed(maker: Maker, signed: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([0xa3]),
    text("alg"),
    Buffer.from([0x26]),
    text("sig"),
    bytes(maker.sign(signed)),
    text("x5c"),
    Buffer.from([0x80 | maker.certificates.length]),
    ...maker.certificates.map(bytes),
  ]);
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 | value.length]), Buffer.from(value)]);
}

function bytes(value: Buffer): Buffer {
  const head =
    value.length < 24
      ? [0x40 | value.length]
      : value.length < 256
        ? [0x58, value.length]
        : [0x59, ...uint16(value.length)];
  return Buffer.concat([Buffer.from(head), value]);
}

function uint16(value: number): number[] {
  return [value >> 8, value & 0xff];
}

function sha256(value: Buffer): Buffer {
  return createHash("sha256").update(value).digest();
}
