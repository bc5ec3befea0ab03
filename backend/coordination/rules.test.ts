// Decisions of coordination: nobody is answered on a way they did not choose, and red words stay in the house.
import fc from "fast-check";
import { expect, test } from "vitest";
import { answerChannels, markings } from "../intake/model.ts";
import { stricter } from "../intake/marking/model.ts";
import { classifyMail, decideWay, looksLikeAddress, markingOfAnswer } from "./rules.ts";

const reporters = fc.record({
  answerChannel: fc.constantFrom(...answerChannels),
  isAnonymous: fc.boolean(),
  isConfidential: fc.boolean(),
  isRoutable: fc.boolean(),
  email: fc.option(fc.oneof(fc.emailAddress(), fc.string()), { nil: null }),
  safeChannel: fc.option(fc.oneof(fc.emailAddress(), fc.string()), { nil: null }),
});

test("mail goes only to who chose it, in the open, to the safe address where one was named, and words above TLP:GREEN never with it", () => {
  fc.assert(
    fc.property(reporters, fc.constantFrom(...markings), (reporter, marking) => {
      const way = decideWay(reporter, marking);
      expect(way.way !== "routed_mail" || (reporter.isConfidential && reporter.isRoutable)).toBe(true);
      if (way.way !== "mail") return;
      expect([reporter.answerChannel, reporter.isAnonymous, reporter.isConfidential]).toEqual(["mail", false, false]);
      expect(way.to).toBe(reporter.safeChannel ?? reporter.email);
      expect(looksLikeAddress(way.to)).toBe(true);
      expect(way.carriesText).toBe(marking === "green" || marking === "clear");
    }),
    { numRuns: 3000 },
  );
});

test("an ordinary mail reporter is answered by mail", () => {
  const reporter = {
    answerChannel: "mail",
    isAnonymous: false,
    isConfidential: false,
    isRoutable: false,
    email: "a@b.example",
    safeChannel: null,
  } as const;
  expect(decideWay(reporter, "green")).toEqual({ way: "mail", to: "a@b.example", carriesText: true });
  expect(decideWay(reporter, "amber")).toEqual({ way: "mail", to: "a@b.example", carriesText: false });
  expect(decideWay({ ...reporter, safeChannel: "70 00 00 00" }, "amber")).toEqual({ way: "receipt" });
});

test("a reporter in confidence is answered by receipt; where the mailer may keep an address, a mail without any address in it says so", () => {
  const reporter = {
    answerChannel: "mail",
    isAnonymous: false,
    isConfidential: true,
    isRoutable: false,
    email: null,
    safeChannel: null,
  } as const;
  expect(decideWay(reporter, "clear")).toEqual({ way: "receipt" });
  expect(decideWay({ ...reporter, isRoutable: true }, "clear")).toEqual({ way: "routed_mail" });
  expect(decideWay({ ...reporter, isRoutable: true, isConfidential: false }, "clear")).toEqual({ way: "receipt" });
});

test("an answer bears the label that the desk gave it, else its report's; about a RED report it is RED", () => {
  expect(markingOfAnswer(undefined, "amber")).toBe("amber");
  expect(markingOfAnswer("green", "amber+strict")).toBe("green");
  for (const wished of [undefined, ...markings]) expect(markingOfAnswer(wished, "red")).toBe("red");
});

test("an address that would add a header or a second recipient is none", () => {
  for (const text of ["a@b\r\nBcc: c@d", "a@b, c@d", "<a@b>", "a b@c", "@b", "a@", "a;b@c"])
    expect(looksLikeAddress(text), text).toBe(false);
});

test("the stricter of two markings is one of them, whatever the order", () => {
  fc.assert(
    fc.property(fc.constantFrom(...markings), fc.constantFrom(...markings), (one, other) => {
      expect(stricter(one, other)).toBe(stricter(other, one));
      expect([one, other]).toContain(stricter(one, other));
    }),
  );
  expect(stricter("amber", "red")).toBe("red");
});

test("a machine's answer to our mail opens nothing, and a mail of our own coming back neither", () => {
  const plain = {
    isDeliveryReport: false,
    isAutomatic: false,
    isFromUs: false,
    isSeenBefore: false,
    answersOurs: false,
  };
  expect(classifyMail(plain)).toBe("report");
  expect(classifyMail({ ...plain, isAutomatic: true })).toBe("report");
  expect(classifyMail({ ...plain, answersOurs: true })).toBe("reply");
  expect(classifyMail({ ...plain, answersOurs: true, isAutomatic: true })).toBe("automatic");
  expect(classifyMail({ ...plain, isFromUs: true })).toBe("automatic");
  expect(classifyMail({ ...plain, isSeenBefore: true, answersOurs: true })).toBe("repeat");
  expect(classifyMail({ ...plain, isDeliveryReport: true, isSeenBefore: true })).toBe("bounce");
});
