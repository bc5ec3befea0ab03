// Finds crypto-currency wallets whose checksum holds: Base58Check, Bech32, EIP-55, CashAddr, Monero's.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base58, base58xmr, bech32, bech32m } from "@scure/base";
import { type Sheet, take } from "./sheet.ts";

const words = /(?<![0-9A-Za-z])(?:bitcoincash:)?[0-9A-Za-z]{25,110}(?![0-9A-Za-z])/g;

interface Wallet {
  chain: string;
  value: string;
  isChecked: boolean;
}

const rippleAlphabet = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
const bitcoinAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/** First character → version bytes and chain, for 21-byte payloads. */
const base58Chains: Record<string, { versions: number[]; chain: string }> = {
  "1": { versions: [0x00], chain: "bitcoin" },
  "3": { versions: [0x05], chain: "bitcoin" },
  T: { versions: [0x41], chain: "tron" },
  L: { versions: [0x30], chain: "litecoin" },
  M: { versions: [0x32], chain: "litecoin" },
  D: { versions: [0x1e], chain: "dogecoin" },
  r: { versions: [0x00], chain: "ripple" },
};

function decodeBase58Check(word: string): Uint8Array | null {
  try {
    const bytes = base58.decode(word);
    const payload = bytes.subarray(0, -4);
    const sum = sha256(sha256(payload));
    return bytes.length === 25 && bytes.subarray(-4).every((byte, index) => byte === sum[index]) ? payload : null;
  } catch {
    return null;
  }
}

function readBase58(word: string): Wallet | null {
  const known = base58Chains[word.charAt(0)];
  if (known === undefined || word.length > 36) return null;
  const bitcoinForm =
    known.chain === "ripple"
      ? Array.from(word, (char) => bitcoinAlphabet.charAt(rippleAlphabet.indexOf(char))).join("")
      : word;
  if (bitcoinForm.length !== word.length) return null;
  const payload = decodeBase58Check(bitcoinForm);
  return payload !== null && known.versions.includes(payload[0] ?? -1)
    ? { chain: known.chain, value: word, isChecked: true }
    : null;
}

function readBech32(word: string): Wallet | null {
  if (word !== word.toLowerCase() && word !== word.toUpperCase()) return null;
  const lower = word.toLowerCase();
  const chain = lower.startsWith("bc1") ? "bitcoin" : lower.startsWith("ltc1") ? "litecoin" : null;
  if (chain === null) return null;
  const text = lower as `${string}1${string}`;
  const version = "qpzry9x8gf2tvdw0s3jn54khce6mua7l".indexOf(lower.charAt(lower.indexOf("1") + 1));
  // BIP 350: version 0 keeps Bech32, later versions use Bech32m.
  const isValid = version === 0 ? bech32.decodeUnsafe(text) !== undefined : bech32m.decodeUnsafe(text) !== undefined;
  return isValid && version <= 16 ? { chain, value: lower, isChecked: true } : null;
}

/** EIP-55: the case of each letter carries the checksum; one case throughout carries none. */
function readEthereum(word: string): Wallet | null {
  if (!/^0x[0-9a-fA-F]{40}$/.test(word)) return null;
  const digits = word.slice(2);
  const lower = digits.toLowerCase();
  if (new Set(lower).size < 5) return null;
  if (digits === lower || digits === digits.toUpperCase())
    return { chain: "ethereum", value: `0x${lower}`, isChecked: false };
  const hash = keccak_256(new TextEncoder().encode(lower));
  for (let i = 0; i < 40; i++) {
    const nibble = ((hash[i >> 1] ?? 0) >> (i % 2 === 0 ? 4 : 0)) & 15;
    const char = lower.charAt(i);
    if (digits.charAt(i) !== (nibble > 7 ? char.toUpperCase() : char)) return null;
  }
  return { chain: "ethereum", value: `0x${lower}`, isChecked: true };
}

/** Monero: 69 or 77 bytes, of which the last four are Keccak-256 of the rest; standard, integrated and subaddress. */
function readMonero(word: string): Wallet | null {
  if ((word.length !== 95 && word.length !== 106) || !/^[48]/.test(word)) return null;
  try {
    const bytes = base58xmr.decode(word);
    const sum = keccak_256(bytes.subarray(0, -4));
    const holds =
      [18, 19, 42].includes(bytes[0] ?? 0) && bytes.subarray(-4).every((byte, index) => byte === sum[index]);
    return holds ? { chain: "monero", value: word, isChecked: true } : null;
  } catch {
    return null;
  }
}

/** CashAddr polymod over the prefix and the payload (specification of Bitcoin Cash, 2018). */
function readCashAddr(word: string): Wallet | null {
  const lower = word.toLowerCase();
  if (word !== lower && word !== word.toUpperCase()) return null;
  if (!/^bitcoincash:[qp][02-9ac-hj-np-z]{41}$/.test(lower)) return null;
  const generators = [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n];
  let state = 1n;
  const payload = Array.from(lower.slice(12), (char) => "qpzry9x8gf2tvdw0s3jn54khce6mua7l".indexOf(char));
  for (const value of [...Array.from("bitcoincash", (char) => char.charCodeAt(0) & 31), 0, ...payload]) {
    const top = state >> 35n;
    state = ((state & 0x07ffffffffn) << 5n) ^ BigInt(value);
    generators.forEach((generator, index) => {
      if ((top >> BigInt(index)) & 1n) state ^= generator;
    });
  }
  return state === 1n ? { chain: "bitcoin-cash", value: lower, isChecked: true } : null;
}

/** Reads one word as a wallet; null when it is none or its checksum fails. */
export function readWallet(word: string): Wallet | null {
  if (word.toLowerCase().startsWith("bitcoincash:")) return readCashAddr(word);
  return readEthereum(word) ?? readBech32(word) ?? readBase58(word) ?? readMonero(word);
}

export function scanWallets(sheet: Sheet): void {
  for (const match of sheet.text.matchAll(words)) {
    const wallet = readWallet(match[0]);
    if (wallet === null) continue;
    const { chain, value, isChecked } = wallet;
    take(sheet, {
      kind: "wallet",
      value,
      start: match.index,
      end: match.index + match[0].length,
      isChecked,
      details: { chain },
    });
  }
}
