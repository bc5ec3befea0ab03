// Money is exact: the levy equals a check by rational arithmetic, and an account never invents or loses a hundredth.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeAccount } from "./judge-account.ts";
import { fromHundredths, levyOf, toHundredths } from "./money/model.ts";

const money = fc.bigInt({ min: 0n, max: 10n ** 17n }).map(fromHundredths);

describe("amounts", () => {
  test("are read and written without loss", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 19n }), (amount) => toHundredths(fromHundredths(amount)) === amount),
    );
    expect(toHundredths("12")).toBe(1200n);
    expect(toHundredths("12.5")).toBe(1250n);
    expect(fromHundredths(-5n)).toBe("-0.05");
  });

  test("3 % of a net profit, rounded half up to hundredths", () => {
    expect(levyOf("1000000.00", "3")).toBe("30000.00");
    expect(levyOf("0.50", "3")).toBe("0.02");
    expect(levyOf("0.16", "3")).toBe("0.00");
    expect(levyOf("0.17", "3")).toBe("0.01");
    expect(levyOf("99999999999999999.99", "2.5")).toBe("2500000000000000.00");
  });

  test("a levy is never further than half a hundredth from the exact product", () => {
    fc.assert(
      fc.property(money, fc.integer({ min: 1, max: 1_000_000 }), (base, rate) => {
        const text = `${Math.floor(rate / 10_000)}.${String(rate % 10_000).padStart(4, "0")}`;
        const exact = toHundredths(base) * BigInt(rate);
        const distance = toHundredths(levyOf(base, text)) * 1_000_000n - exact;
        expect(distance <= 500_000n && distance > -500_000n).toBe(true);
      }),
    );
  });
});

describe("an account", () => {
  const said = { declared: "100.00", assessed: null, payments: [] as string[], dueOn: "2026-03-31" };
  test("without a day set is never overdue, however late it is", () => {
    expect(judgeAccount({ ...said, dueOn: null }, "2099-01-01")).toMatchObject({
      state: "unpaid",
      isOverdue: false,
      arrears: "100.00",
    });
  });
  test("is overdue from the day after, until it is paid in full", () => {
    expect(judgeAccount(said, "2026-03-31").isOverdue).toBe(false);
    expect(judgeAccount(said, "2026-04-01").isOverdue).toBe(true);
    expect(judgeAccount({ ...said, payments: ["99.99"] }, "2026-04-01")).toMatchObject({
      state: "part_paid",
      isOverdue: true,
      arrears: "0.01",
    });
    expect(judgeAccount({ ...said, payments: ["99.99", "0.01"] }, "2026-04-01")).toMatchObject({
      state: "paid",
      isOverdue: false,
      arrears: "0.00",
    });
    expect(judgeAccount({ ...said, payments: ["100.01"] }, "2026-04-01")).toMatchObject({
      state: "overpaid",
      arrears: "0.00",
    });
  });
  test("with nothing declared owes what was assessed; a declaration stands before an assessment", () => {
    expect(judgeAccount({ ...said, declared: null }, "2026-04-01")).toMatchObject({
      state: "nothing_declared",
      isOverdue: true,
      owed: "0.00",
    });
    expect(judgeAccount({ ...said, declared: null, assessed: "70.00" }, "2026-04-01")).toMatchObject({
      state: "unpaid",
      owed: "70.00",
    });
    expect(judgeAccount({ ...said, assessed: "70.00" }, "2026-04-01").owed).toBe("100.00");
  });
  test("balances: owed is paid plus arrears, less what was paid too much", () => {
    fc.assert(
      fc.property(money, fc.array(money, { maxLength: 5 }), (declared, payments) => {
        const { owed, paid, arrears } = judgeAccount({ declared, assessed: null, payments, dueOn: null }, "2026-01-01");
        const over = toHundredths(paid) > toHundredths(owed) ? toHundredths(paid) - toHundredths(owed) : 0n;
        expect(toHundredths(owed)).toBe(toHundredths(paid) + toHundredths(arrears) - over);
      }),
    );
  });
});
