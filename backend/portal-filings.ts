// The portal's filings without an account over the real core.
import { Temporal } from "temporal-polyfill";
import type { FilingCore, FilingMistake } from "../frontend/portal/core-filing.ts";
import { fileAsGuest, problemWords, readGuestForm } from "./compliance/index.ts";
import { FileAsGuest } from "./compliance/filings/guest/model.ts";
import type { Context } from "./platform/context/index.ts";
import { AppError, type FieldError } from "./platform/errors/index.ts";
import { loadCountry } from "./registry/country/index.ts";

export function makeFilingCore(ctx: () => Context): FilingCore {
  return {
    form: (language, answers, classes) => readGuestForm(ctx(), language, answers, classes),
    instantOf: (day, time) => {
      const zone = loadCountry(ctx().config.country).timeZones.default;
      try {
        return Temporal.PlainDateTime.from(`${day}T${time}`, { overflow: "reject" })
          .toZonedDateTime(zone)
          .toInstant()
          .toString();
      } catch {
        return undefined;
      }
    },
    file: async (input, visitor) => {
      const parsed = FileAsGuest.safeParse(input);
      if (!parsed.success)
        return { mistakes: parsed.error.issues.map(({ path }) => ({ field: path.join("."), code: "missing" })) };
      try {
        return { receipt: await fileAsGuest(ctx(), parsed.data, visitor.address) };
      } catch (error) {
        if (error instanceof AppError && error.code === "invalid_input")
          return { mistakes: error.fields.map(toMistake) };
        throw error;
      }
    },
  };
}

/** A verb names what it expected in English; the page says it in the reader's language. */
function toMistake({ path, message }: FieldError): FilingMistake {
  const codes = ["not_a_moment", "ahead", "not_a_number", "late_reason", "ternary"] as const;
  const code = codes.find((one) => problemWords[one] === message) ?? "missing";
  return { field: path.replace(/^answers\./, ""), code };
}
