// Secrets of the installation: random keys in files of mode 0600 under the data folder, made on first use, never in the repository.
import { hkdfSync, randomBytes } from "node:crypto";
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const secretNames = [
  "receipt-key",
  "log-key",
  "session-key",
  "mailer-key",
  "database-owner",
  "database-app",
] as const;
export type SecretName = (typeof secretNames)[number];

export interface Secrets {
  /** 32 random bytes, the same for the life of the installation. */
  key(name: SecretName): Buffer;
  /** 32 bytes derived from a key for one purpose (HKDF-SHA-256, RFC 5869). */
  derive(name: SecretName, purpose: string): Buffer;
}

/** Opens the secrets of a data folder. @throws when a file cannot be made or has a wrong length. */
export function openSecrets(dataDir: string): Secrets {
  const folder = join(dataDir, "secrets");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const known = new Map<SecretName, Buffer>();
  const key = (name: SecretName): Buffer => {
    const already = known.get(name);
    if (already) return already;
    const path = join(folder, name);
    if (!existsSync(path)) makeOnce(path);
    const bytes = Buffer.from(readFileSync(path, "utf8").trim(), "hex");
    if (bytes.length !== 32) throw new Error(`${path} must hold 64 hexadecimal digits`);
    known.set(name, bytes);
    return bytes;
  };
  return { key, derive: (name, purpose) => Buffer.from(hkdfSync("sha256", key(name), "", `toguna/${purpose}`, 32)) };
}

// Written whole, then linked: two processes that start together agree on one secret, and a crash leaves no half file.
function makeOnce(path: string): void {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
}
