// Looks at the operator's certificate and key before anything starts, so that a wrong one is said in words.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

export interface TlsFiles {
  certPath: string;
  keyPath: string;
}

/** Undefined when both fit and the certificate is in force at `now`; otherwise a sentence that names the file and what is wrong. */
export function whyTlsIsWrong(tls: TlsFiles, now: Date): string | undefined {
  try {
    const certificate = readPem(tls.certPath, "TLS_CERT", (pem) => new X509Certificate(pem), "a certificate");
    const key = readPem(tls.keyPath, "TLS_KEY", (pem) => createPrivateKey(pem), "a private key");
    if (!certificate.checkPrivateKey(key))
      return `TLS_KEY ${tls.keyPath} is not the key of the certificate ${tls.certPath}`;
    if (now < certificate.validFromDate)
      return `TLS_CERT ${tls.certPath} is in force only from ${certificate.validFromDate.toISOString()}`;
    if (now > certificate.validToDate)
      return `TLS_CERT ${tls.certPath} ran out on ${certificate.validToDate.toISOString()}`;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whole days until the certificate runs out. Call it for files that are not wrong. */
export function daysLeft(tls: TlsFiles, now: Date): number {
  const { validToDate } = new X509Certificate(readFileSync(tls.certPath));
  return Math.floor((validToDate.getTime() - now.getTime()) / 86_400_000);
}

function readPem<Value>(path: string, name: string, open: (pem: Buffer) => Value, what: string): Value {
  let pem: Buffer;
  try {
    pem = readFileSync(path);
  } catch (error) {
    throw new Error(`${name} ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})`, {
      cause: error,
    });
  }
  try {
    return open(pem);
  } catch (error) {
    throw new Error(`${name} ${path} does not hold ${what} in PEM form`, { cause: error });
  }
}
