// Exact amounts of money: hundredths as whole numbers, since money is never a float; screens and server reckon alike. Pure.

/** "1250000.5" → 125000050n hundredths. */
export function toHundredths(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, "0").slice(0, 2));
}

/** 125000050n → "1250000.50"; a negative amount keeps its sign. */
export function fromHundredths(amount: bigint): string {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, "0");
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** base × rate ÷ 100, rounded half up to hundredths. `ratePercent` has at most four digits after the point. */
export function levyOf(base: string, ratePercent: string): string {
  const [whole = "0", fraction = ""] = ratePercent.split(".");
  const rate = BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, "0").slice(0, 4));
  const product = toHundredths(base) * rate;
  // Hundredths × rate in ten-thousandths of a percent: a million parts.
  return fromHundredths((product * 2n + 1_000_000n) / 2_000_000n);
}
