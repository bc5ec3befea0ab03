// The door to slow hashing: argon2id for secrets short enough to be guessed.
export { type HashPool, makeHashPool } from "./hash-pool.ts";
