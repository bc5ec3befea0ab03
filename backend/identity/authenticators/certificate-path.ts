// Whether a chain of certificates leads to one that is trusted, offline: issuer, signature, validity, and who may sign for others.
import { X509Certificate } from "node:crypto";

/** Longest chain that is followed; those of authenticators have two or three. */
const mostCertificates = 6;

/**
 * The chain's first certificate, when it leads to one of `roots` (RFC 5280 §6.1 in the parts that matter here: names, signatures, validity at
 * `at`, the right to sign). A root may also be the first certificate itself, as FIDO's metadata allows. Revocation lists are not fetched:
 * nothing here asks the network.
 */
export function followToRoot(
  chain: readonly Uint8Array[],
  roots: readonly Uint8Array[],
  at: Date,
): X509Certificate | undefined {
  if (chain.length === 0 || chain.length > mostCertificates) return undefined;
  const certificates = chain.map(readCertificate);
  const trusted = roots.map(readCertificate).filter((one) => one !== undefined);
  const [leaf] = certificates;
  if (!leaf) return undefined;
  for (const [index, current] of certificates.entries()) {
    if (!current || !isValidAt(current, at)) return undefined;
    if (trusted.some((root) => root.raw.equals(current.raw))) return leaf;
    if (trusted.some((root) => isValidAt(root, at) && isIssuedBy(current, root))) return leaf;
    const next = certificates[index + 1];
    if (!next || !isIssuedBy(current, next)) return undefined;
  }
  return undefined;
}

function readCertificate(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

function isValidAt(certificate: X509Certificate, at: Date): boolean {
  return certificate.validFromDate <= at && at <= certificate.validToDate;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}
