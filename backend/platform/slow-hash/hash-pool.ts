// argon2id in a bounded pool: slow for whoever guesses, and never more work than the machine has room for.
import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { AppError } from "../errors/index.ts";

const deriveKey = promisify(argon2);
// OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane.
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;

export interface HashPool {
  /** argon2id of a message, as a PHC string. */
  hash(message: Buffer): Promise<string>;
  /** Whether the message made the PHC string. Costs the same when `phc` is undefined: then it compares with nothing and says no. */
  verify(message: Buffer, phc: string | undefined): Promise<boolean>;
  /** 32 bytes made of a message and a salt at the same cost, as a key that is stored nowhere. */
  stretch(message: Buffer, salt: Buffer): Promise<Buffer>;
}

/** At most `size` at once and `maxWaiting` in line. @throws AppError unavailable when the line is full. */
export function makeHashPool(size: number, maxWaiting: number): HashPool {
  let running = 0;
  const waiting: (() => void)[] = [];
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= size) {
      if (waiting.length >= maxWaiting)
        throw new AppError("unavailable", "Many people are at this door at this moment. Try again shortly.", {
          retryAfterSeconds: 5,
        });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place is handed over, so that nobody slips in between.
      if (next) next();
      else running--;
    }
  };
  return {
    hash: async (message) =>
      await inTurn(async () => {
        const nonce = randomBytes(16);
        const tag = await deriveKey("argon2id", { message, nonce, tagLength, ...cost });
        return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(nonce)}$${unpadded(tag)}`;
      }),
    verify: async (message, phc) =>
      await inTurn(async () => {
        const expected = phc === undefined ? undefined : parsePhc(phc);
        const tag = await deriveKey("argon2id", {
          message,
          nonce: expected?.nonce ?? Buffer.alloc(16),
          tagLength,
          ...(expected?.cost ?? cost),
        });
        return expected !== undefined && timingSafeEqual(tag, expected.tag);
      }),
    stretch: async (message, salt) =>
      await inTurn(async () => await deriveKey("argon2id", { message, nonce: salt, tagLength, ...cost })),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}

function parsePhc(phc: string): { nonce: Buffer; tag: Buffer; cost: typeof cost } {
  const [, memory, passes, parallelism, nonce, tag] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]{43})$/.exec(phc) ?? [];
  if (nonce === undefined || tag === undefined) throw new Error("a stored hash is not in argon2id PHC form");
  return {
    nonce: Buffer.from(nonce, "base64"),
    tag: Buffer.from(tag, "base64"),
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
  };
}
