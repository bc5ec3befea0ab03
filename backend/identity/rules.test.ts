// Decisions of identity: each refusal, and what must hold for any input.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultPolicy, organisationKindOfRole, type Role, roles } from "./model.ts";
import {
  decideCounter,
  decideDisable,
  decideInvitationOpen,
  decideNewPasskey,
  decideNextTry,
  decidePolicy,
  decideRecovery,
  decideRemovePasskey,
  decideRoles,
  decideRolesFit,
  isSessionOpen,
  limitationUnder,
  mostTries,
  sessionLimits,
} from "./rules.ts";

const minute = 60_000;
const start = defaultPolicy;
const national = { ...defaultPolicy, level: "national" as const };
const claimed = { attestation: "claimed", aaguid: null } as const;
const at = new Date("2026-11-22T08:00:00Z");
const after = (milliseconds: number) => new Date(at.getTime() + milliseconds);

describe("a signature counter", () => {
  const usual = { previous: 0, isBackupEligible: false, issuedAt: after(minute), lastUsedAt: at };

  test("that rises is kept", () => {
    fc.assert(
      fc.property(
        fc.nat(2 ** 32 - 2),
        fc.integer({ min: 1, max: 1000 }),
        fc.boolean(),
        (stored, more, isBackupEligible) => {
          const move = decideCounter({ ...usual, stored, received: stored + more, isBackupEligible });
          expect(move).toBe("rises");
        },
      ),
    );
  });

  test("that the authenticator does not keep is never a reason to refuse", () => {
    expect(decideCounter({ ...usual, stored: 0, received: 0 })).toBe("unused");
    expect(decideCounter({ ...usual, stored: 7, received: 0, isBackupEligible: true })).toBe("unused");
  });

  test("that falls to zero on a device-bound key is a sign of a copy", () => {
    expect(decideCounter({ ...usual, stored: 7, received: 0 })).toBe("cloned");
  });

  test("that repeats a value is a sign of a copy, also when the sign-ins overlapped", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 32 - 1 }),
        fc.nat(),
        fc.boolean(),
        (stored, previous, hasOverlapped) => {
          const issuedAt = hasOverlapped ? at : after(minute);
          expect(decideCounter({ ...usual, previous, issuedAt, stored, received: stored })).toBe("cloned");
        },
      ),
    );
  });

  test("is believed to be late once only: never the same value twice, never without an overlap", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(11), { maxLength: 24 }),
        (values, order) => {
          let stored = 0;
          let previous = 0;
          const accepted: number[] = [];
          for (const index of order) {
            const received = values[index % values.length] ?? 1;
            const move = decideCounter({ ...usual, stored, previous, received, issuedAt: at, lastUsedAt: at });
            if (move === "rises") [previous, stored] = [stored, received];
            if (move === "late") previous = received;
            if (move === "rises" || move === "late") accepted.push(received);
          }
          expect(new Set(accepted).size).toBe(accepted.length);
        },
      ),
    );
    expect(decideCounter({ ...usual, stored: 9, previous: 3, received: 5 })).toBe("cloned");
    expect(decideCounter({ ...usual, stored: 9, previous: 3, received: 5, lastUsedAt: null })).toBe("cloned");
    expect(decideCounter({ ...usual, stored: 9, previous: 3, received: 5, issuedAt: at })).toBe("late");
    expect(decideCounter({ ...usual, stored: 9, previous: 3, received: 2, issuedAt: at })).toBe("refused");
  });
});

describe("a session", () => {
  const session = { createdAt: at, lastSeenAt: at, endedAt: null, isPersonDisabled: false, isPasskeyGone: false };

  test("opens nothing once it is ended, its person disabled, its passkey gone", () => {
    expect(isSessionOpen(defaultPolicy, session, after(minute))).toBe(true);
    expect(isSessionOpen(defaultPolicy, { ...session, endedAt: at }, after(minute))).toBe(false);
    expect(isSessionOpen(defaultPolicy, { ...session, isPersonDisabled: true }, after(minute))).toBe(false);
    expect(isSessionOpen(defaultPolicy, { ...session, isPasskeyGone: true }, after(minute))).toBe(false);
  });

  test("never outlives the policy of today, whatever the policy was when it began", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 120 }),
        fc.integer({ min: 1, max: 24 }),
        fc.nat(48 * 60),
        fc.nat(48 * 60),
        (sessionIdleMinutes, sessionHours, seen, now) => {
          const policy = { ...defaultPolicy, sessionIdleMinutes, sessionHours };
          const known = { ...session, lastSeenAt: after(Math.min(seen, now) * minute) };
          const isOpen = isSessionOpen(policy, known, after(now * minute));
          const idleMinutes = now - Math.min(seen, now);
          expect(isOpen).toBe(idleMinutes < sessionIdleMinutes && now < sessionHours * 60);
          const { idleExpiresAt, expiresAt } = sessionLimits(policy, known);
          expect(idleExpiresAt.getTime()).toBeLessThanOrEqual(expiresAt.getTime());
        },
      ),
    );
  });
});

describe("an invitation", () => {
  const open = { usedAt: null, withdrawnAt: null, expiresAt: after(minute), opensAt: null };

  test("opens between its two times, once, unless it is withdrawn", () => {
    expect(() => decideInvitationOpen(open, at)).not.toThrow();
    expect(() => decideInvitationOpen(undefined, at)).toThrow(/gone/);
    expect(() => decideInvitationOpen({ ...open, usedAt: at }, at)).toThrow(/gone/);
    expect(() => decideInvitationOpen({ ...open, withdrawnAt: at }, at)).toThrow(/gone/);
    expect(() => decideInvitationOpen(open, after(minute))).toThrow(/gone/);
    expect(() => decideInvitationOpen({ ...open, opensAt: after(1) }, at)).toThrow(/waits/);
    expect(() => decideInvitationOpen({ ...open, opensAt: after(1) }, after(1))).not.toThrow();
  });
});

describe("the policy", () => {
  test("takes nothing away at start", () => {
    fc.assert(
      fc.property(fc.subarray([...roles]), fc.nat(5), fc.boolean(), (held, usablePasskeys, isKeyBackupEligible) => {
        expect(limitationUnder(start, held, { ...claimed, usablePasskeys, isKeyBackupEligible })).toBeNull();
      }),
    );
  });

  test("asks at national for two keys, and for a device-bound one of powerful roles", () => {
    const one = { ...claimed, usablePasskeys: 1, isKeyBackupEligible: false };
    expect(limitationUnder(national, ["analyst"], one)).toBe("needs_second_key");
    expect(
      limitationUnder(national, ["analyst"], { ...claimed, usablePasskeys: 2, isKeyBackupEligible: true }),
    ).toBeNull();
    expect(
      limitationUnder(national, ["administrator"], { ...claimed, usablePasskeys: 2, isKeyBackupEligible: true }),
    ).toBe("needs_device_bound_key");
    expect(
      limitationUnder(national, ["administrator"], { ...claimed, usablePasskeys: 2, isKeyBackupEligible: false }),
    ).toBeNull();
  });

  test("refuses a synced key for a powerful role at national only", () => {
    const synced = { ...claimed, isBackupEligible: true };
    expect(() => decideNewPasskey(start, ["administrator"], synced)).not.toThrow();
    expect(() => decideNewPasskey(national, ["analyst"], synced)).not.toThrow();
    expect(() => decideNewPasskey(national, ["administrator"], synced)).toThrow(/stays on its device/);
    expect(() => decideNewPasskey(national, ["administrator"], { ...claimed, isBackupEligible: false })).not.toThrow();
  });

  test("takes everything from a role whose authenticator must be vouched for and is not, at either level", () => {
    const yubi = "08987058-cadc-4b81-b6e1-30de50dcbe96";
    const session = { usablePasskeys: 2, isKeyBackupEligible: false, aaguid: yubi };
    for (const level of ["start", "national"] as const) {
      const policy = { ...defaultPolicy, level, attestedRoles: ["administrator"] satisfies Role[] };
      for (const attestation of ["claimed", "unknown", "withdrawn"] as const) {
        expect(limitationUnder(policy, ["administrator"], { ...session, attestation })).toBe("needs_checked_key");
        expect(limitationUnder(policy, ["analyst"], { ...session, attestation })).toBeNull();
        const key = { isBackupEligible: false, aaguid: yubi, attestation };
        expect(() => decideNewPasskey(policy, ["analyst", "administrator"], key)).toThrow(/vouches for/);
      }
      const verified = { ...session, attestation: "verified" as const };
      expect(limitationUnder(policy, ["administrator"], verified)).toBeNull();
      const other = { ...policy, allowedModels: ["ee882879-721c-4913-9775-3dfcce97072a"] };
      expect(limitationUnder(other, ["administrator"], verified)).toBe("needs_checked_key");
      expect(limitationUnder({ ...policy, allowedModels: [yubi] }, ["administrator"], verified)).toBeNull();
    }
  });

  test("is refused where it lists models without attestation, lacks metadata, or would lock its maker out", () => {
    const own = { held: ["administrator"] satisfies Role[], attestation: "verified", aaguid: "a" } as const;
    const facts = { hasMetadata: true, unknownModels: [], own };
    const attested = { ...defaultPolicy, attestedRoles: ["administrator"] satisfies Role[] };
    expect(() => decidePolicy(attested, facts)).not.toThrow();
    expect(() => decidePolicy({ ...defaultPolicy, allowedModels: ["a"] }, facts)).toThrow(/change/);
    expect(() => decidePolicy({ ...attested, allowedModels: ["a", "b"] }, { ...facts, unknownModels: ["b"] })).toThrow(
      /change/,
    );
    expect(() => decidePolicy(attested, { ...facts, hasMetadata: false })).toThrow(/metadata first/);
    expect(() => decidePolicy(attested, { ...facts, own: { ...own, attestation: "claimed" } })).toThrow(
      /lock yourself/,
    );
    expect(() => decidePolicy({ ...attested, allowedModels: ["b"] }, facts)).toThrow(/lock yourself/);
  });

  test("keeps the passkeys that are needed, and lets a blocked one go", () => {
    expect(() => decideRemovePasskey("start", 1, true)).toThrow(/Add another passkey/);
    expect(() => decideRemovePasskey("start", 2, true)).not.toThrow();
    expect(() => decideRemovePasskey("national", 2, true)).toThrow(/Add another passkey/);
    expect(() => decideRemovePasskey("national", 3, true)).not.toThrow();
    expect(() => decideRemovePasskey("national", 0, false)).not.toThrow();
  });
});

describe("people", () => {
  const change = { before: ["administrator"] as Role[], isOwn: false, level: "start" as const, otherAdministrators: 1 };

  test("always leave one administrator", () => {
    expect(() => decideRoles({ ...change, after: [], otherAdministrators: 0 })).toThrow(/last administrator/);
    expect(() => decideRoles({ ...change, after: [] })).not.toThrow();
    expect(() => decideRoles({ ...change, after: ["administrator", "analyst"], otherAdministrators: 0 })).not.toThrow();
    expect(() => decideDisable({ isOwn: false, isAdministrator: true, otherAdministrators: 0 })).toThrow(/last/);
    expect(() => decideDisable({ isOwn: false, isAdministrator: false, otherAdministrators: 0 })).not.toThrow();
  });

  test("do not disable themselves, nor change their own roles at national", () => {
    expect(() => decideDisable({ isOwn: true, isAdministrator: true, otherAdministrators: 3 })).toThrow(/own account/);
    expect(() => decideRoles({ ...change, after: ["administrator", "lead"], isOwn: true })).not.toThrow();
    expect(() => decideRoles({ ...change, after: ["administrator", "lead"], isOwn: true, level: "national" })).toThrow(
      /own roles/,
    );
  });

  test("are never auditor and administrator at once", () => {
    expect(() => decideRoles({ ...change, after: ["administrator", "auditor"] })).toThrow(/auditor/);
  });

  test("hold roles only where they belong", () => {
    for (const role of roles)
      for (const kind of ["cert", "constituent", "authority", "peer", "office"] as const) {
        let isRefused = false;
        try {
          decideRolesFit([role], kind);
        } catch {
          isRefused = true;
        }
        expect(isRefused, `${role} in ${kind}`).toBe(organisationKindOfRole[role] !== kind);
      }
  });

  test("are recovered by two others", () => {
    expect(() => decideRecovery({ by: "a", subject: "a" })).toThrow(/own recovery/);
    expect(() => decideRecovery({ by: "b", subject: "a", askedBy: "b" })).toThrow(/another administrator/);
    expect(() => decideRecovery({ by: "c", subject: "a", askedBy: "b" })).not.toThrow();
  });
});

describe("a secret short enough to be guessed", () => {
  test("waits longer after each wrong try, never shorter, and is dead after twenty", () => {
    let tries = { failed: 0, lockedUntil: null as Date | null };
    let now = at;
    let longest = 0;
    for (let tried = 1; tried <= mostTries; tried++) {
      const next = decideNextTry(tries, now);
      if (next.isRefused) throw new Error("a try whose time has come is not refused");
      const waitMs = (next.lockedUntil?.getTime() ?? now.getTime()) - now.getTime();
      expect(waitMs).toBeGreaterThanOrEqual(longest);
      longest = waitMs;
      tries = { failed: tried, lockedUntil: next.lockedUntil };
      // A moment too early is too early.
      expect(decideNextTry(tries, new Date(now.getTime() + waitMs - 1)).isRefused).toBe(
        waitMs > 0 || tried === mostTries,
      );
      now = new Date(now.getTime() + waitMs);
    }
    expect(longest).toBe(60 * minute);
    expect(decideNextTry(tries, new Date(now.getTime() + 1e12))).toMatchObject({ isRefused: true });
  });
});
