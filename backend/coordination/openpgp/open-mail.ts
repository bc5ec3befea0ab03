// Opens a mail that came encrypted or signed with OpenPGP (PGP/MIME of RFC 3156, and armor in the text): what was inside, and whether the signature holds.
import { createMessage, decrypt, type PrivateKey, type PublicKey, readMessage, readSignature, verify } from "openpgp";
import {
  decodeBody,
  type Entity,
  headerOf,
  isContentHeader,
  joinEntity,
  parameterOf,
  partsOf,
  splitEntity,
  toBytes,
  toRawText,
} from "./split-mime.ts";

export type SignatureState = "good" | "bad" | "unknown_key";

export interface OpenedMail {
  /** The mail as it would have come in clear; the same bytes where there was nothing to open. */
  raw: Buffer;
  wasEncrypted: boolean;
  /** Encrypted to no key of ours, or damaged. */
  cannotOpen: boolean;
  signature: SignatureState | undefined;
  /** The fingerprint of the key that signed, where it is known. */
  signedBy: string | undefined;
}

export interface Keys {
  own: readonly PrivateKey[];
  /** Keys of the sender, as the desk has them. */
  sender: readonly PublicKey[];
}

type VerificationResult = Awaited<ReturnType<typeof verify>>["signatures"][number];

const mostOpenedBytes = 40_000_000;
const armor = /-----BEGIN PGP MESSAGE-----[^]*?-----END PGP MESSAGE-----/;

/** Never throws for what is wrong with the mail. */
export async function openMail(raw: Uint8Array, keys: Keys): Promise<OpenedMail> {
  const nothing: OpenedMail = {
    raw: Buffer.from(raw),
    wasEncrypted: false,
    cannotOpen: false,
    signature: undefined,
    signedBy: undefined,
  };
  const entity = splitEntity(toRawText(raw));
  const type = headerOf(entity, "content-type");
  const kind = type.split(";")[0]?.trim().toLowerCase() ?? "";
  const protocol = parameterOf(type, "protocol").toLowerCase();
  if (kind === "multipart/signed" && protocol === "application/pgp-signature") {
    const [signed = "", second = ""] = partsOf(entity);
    return { ...nothing, ...(await verifyDetached(signed, decodeBody(splitEntity(second)), keys)) };
  }
  const armored = findArmored(entity, kind, protocol);
  if (armored === undefined) return nothing;
  try {
    return await openArmored(entity, armored, kind !== "multipart/encrypted", keys);
  } catch {
    return { ...nothing, wasEncrypted: true, cannotOpen: true };
  }
}

function findArmored(entity: Entity, kind: string, protocol: string): string | undefined {
  if (kind === "multipart/encrypted" && protocol === "application/pgp-encrypted")
    return armor.exec(decodeBody(splitEntity(partsOf(entity)[1] ?? "")))?.[0] ?? "";
  // Armor in the text, as older programs write it.
  return kind === "text/plain" || kind === "" ? armor.exec(decodeBody(entity))?.[0] : undefined;
}

async function openArmored(entity: Entity, armored: string, isInline: boolean, keys: Keys): Promise<OpenedMail> {
  const opened = await decrypt({
    message: await readMessage({ armoredMessage: armored }),
    decryptionKeys: [...keys.own],
    verificationKeys: [...keys.sender],
    format: "binary",
    config: { maxDecompressedMessageSize: mostOpenedBytes },
  });
  const outside = entity.headers.filter((header) => !isContentHeader(header));
  if (isInline) {
    const content = [
      { line: "Content-Type: text/plain; charset=utf-8" },
      { line: "Content-Transfer-Encoding: base64" },
    ];
    const body = Buffer.from(opened.data).toString("base64").replace(/.{76}/g, "$&\r\n");
    return {
      raw: toBytes(joinEntity([...outside, ...content], body)),
      wasEncrypted: true,
      cannotOpen: false,
      ...(await judge(opened.signatures, keys)),
    };
  }
  const inner = splitEntity(toRawText(opened.data));
  let signature = await judge(opened.signatures, keys);
  // Signed first, then encrypted as a whole: the signature stands inside.
  const innerType = headerOf(inner, "content-type");
  if (signature.signature === undefined && /^multipart\/signed\b/i.test(innerType)) {
    const [signed = "", second = ""] = partsOf(inner);
    signature = await verifyDetached(signed, decodeBody(splitEntity(second)), keys);
  }
  const subject = inner.headers.filter(({ name }) => name === "subject");
  const head = [
    ...outside.filter(({ name }) => subject.length === 0 || name !== "subject"),
    ...subject,
    ...inner.headers.filter(isContentHeader),
  ];
  return { raw: toBytes(joinEntity(head, inner.body)), wasEncrypted: true, cannotOpen: false, ...signature };
}

type Judged = Pick<OpenedMail, "signature" | "signedBy">;

async function verifyDetached(signed: string, armored: string, keys: Keys): Promise<Judged> {
  try {
    const { signatures } = await verify({
      message: await createMessage({ binary: toBytes(signed) }),
      signature: await readSignature({ armoredSignature: armored }),
      verificationKeys: [...keys.sender],
    });
    return await judge(signatures, keys);
  } catch {
    return { signature: "bad", signedBy: undefined };
  }
}

/** A signature by a key that is not the sender's says nothing, and is not called bad. */
async function judge(signatures: readonly VerificationResult[], keys: Keys): Promise<Judged> {
  const [first] = signatures;
  if (!first) return { signature: undefined, signedBy: undefined };
  const key = keys.sender.find((one) => one.getKeys(first.keyID).length > 0);
  if (!key) return { signature: "unknown_key", signedBy: undefined };
  const signedBy = key.getFingerprint().toUpperCase();
  return await first.verified.then(
    () => ({ signature: "good" as const, signedBy }),
    () => ({ signature: "bad" as const, signedBy }),
  );
}
