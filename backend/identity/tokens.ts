// Secrets that are carried, never kept: links, session cookies and API keys are random; only their hash is stored.
import { createHash, randomBytes } from "node:crypto";

/** 256 random bits as 43 characters of base64url. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** SHA-256. Enough for a random secret of 256 bits; a guess costs what it costs. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}

/** Whether a text can be a token at all, so that nonsense never reaches the database. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

const apiKeyPattern = /^tgk_([A-Za-z0-9]{8})_[A-Za-z0-9_-]{43}$/;

/** An API key: "tgk_", eight characters that are shown in lists, and 256 random bits. */
export function newApiKey(): { key: string; prefix: string } {
  const prefix = randomBytes(4).toString("hex");
  return { key: `tgk_${prefix}_${newToken()}`, prefix };
}

export function isApiKey(text: string): boolean {
  return apiKeyPattern.test(text);
}
