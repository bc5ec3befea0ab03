// Reads FIDO's metadata file: a signed JSON (JWS) whose certificates must lead to a root that is trusted. Asks no network.
import { createPublicKey, verify, type X509Certificate } from "node:crypto";
import { z } from "zod";
import { refusal } from "../rules.ts";
import { followToRoot } from "./certificate-path.ts";
import { withdrawingStatuses } from "./model.ts";

export interface ReadModel {
  aaguid: string;
  name: string;
  statuses: string[];
  withdrawnFor: string | null;
  /** Certificates (DER in base64) of its makers. */
  roots: string[];
}

export interface ReadMetadata {
  number: number;
  /** "2026-12-01". */
  nextUpdate: string;
  models: ReadModel[];
}

/** The parts of a metadata BLOB that are used (FIDO Metadata Service 3, §3.1.6); it has many more. */
const Payload = z.object({
  no: z.number().int().nonnegative(),
  nextUpdate: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  entries: z.array(
    z.object({
      aaguid: z
        .string()
        .toLowerCase()
        .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
        .optional(),
      metadataStatement: z
        .object({ description: z.string(), attestationRootCertificates: z.array(z.string()).default([]) })
        .optional(),
      statusReports: z.array(z.object({ status: z.string().max(100) })).default([]),
    }),
  ),
});
const Header = z.object({ alg: z.enum(["RS256", "ES256"]), x5c: z.array(z.string()).min(1).max(6) });

/**
 * @param roots DER certificates that may vouch for the file. `mustBeFido`: its signer must also bear a name of the FIDO Alliance, since
 *   FIDO's root signs for all the world.
 * @throws AppError refused: no metadata file, or one that nobody trusted has signed.
 */
export function readMetadata(
  blob: string,
  trust: { roots: readonly Uint8Array[]; mustBeFido: boolean }[],
  now: Date,
): ReadMetadata {
  const [head = "", body = "", signature = "", ...more] = blob.trim().split(".");
  const header = Header.safeParse(parseJson(head));
  if (!header.success || signature === "" || more.length > 0) throw notMetadata();
  const chain = header.data.x5c.map((text) => Buffer.from(text, "base64"));
  const signer = trust
    .map(({ roots, mustBeFido }) => {
      const leaf = followToRoot(chain, roots, now);
      return leaf && (!mustBeFido || isFido(leaf)) ? leaf : undefined;
    })
    .find((leaf) => leaf !== undefined);
  if (!signer || !isSigned(header.data.alg, signer, `${head}.${body}`, signature))
    throw refusal("metadata_signature", "Nobody who is trusted for this has signed the file.");
  const payload = Payload.safeParse(parseJson(body));
  if (!payload.success) throw notMetadata();
  const { no, nextUpdate, entries } = payload.data;
  const models = new Map<string, ReadModel>();
  for (const { aaguid, metadataStatement, statusReports } of entries) {
    // Entries of older kinds of authenticators (UAF, U2F) have no AAGUID.
    if (!aaguid || !metadataStatement) continue;
    const statuses = statusReports.map(({ status }) => status);
    models.set(aaguid, {
      aaguid,
      name: metadataStatement.description.slice(0, 300),
      statuses,
      withdrawnFor: statuses.find((status) => withdrawingStatuses.includes(status)) ?? null,
      roots: metadataStatement.attestationRootCertificates.map((text) => text.replaceAll(/\s/g, "")),
    });
  }
  return { number: no, nextUpdate, models: [...models.values()] };
}

function parseJson(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

function isSigned(algorithm: "RS256" | "ES256", signer: X509Certificate, text: string, signature: string): boolean {
  const key = createPublicKey(signer.publicKey.export({ type: "spki", format: "pem" }));
  const isRsa = key.asymmetricKeyType === "rsa";
  if (isRsa !== (algorithm === "RS256")) return false;
  const how = isRsa ? { key } : { key, dsaEncoding: "ieee-p1363" as const };
  return verify("sha256", Buffer.from(text), how, Buffer.from(signature, "base64url"));
}

function isFido(certificate: X509Certificate): boolean {
  const names = [
    ...(certificate.subjectAltName ?? "").split(", ").map((name) => name.replace(/^DNS:/, "")),
    ...certificate.subject.split("\n").map((part) => part.replace(/^CN=/, "")),
  ];
  return names.some((name) => /(^|\.)fidoalliance\.org$/i.test(name));
}

function notMetadata(): ReturnType<typeof refusal> {
  return refusal(
    "metadata_form",
    "This is no FIDO metadata file (a JWS of three parts, as mds3.fidoalliance.org gives it).",
  );
}
