// The portal's filings without an account over the real core.
import { Temporal } from "temporal-polyfill";
import type { FilingCore } from "../frontend/portal/core-filing.ts";
import { fileAsGuest, readGuestForm } from "./compliance/index.ts";
import { FileAsGuest } from "./compliance/filings/guest/model.ts";
import type { Context } from "./platform/context/index.ts";
import { invalidInput } from "./platform/errors/index.ts";
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
        throw invalidInput(parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
      return await fileAsGuest(ctx(), parsed.data, visitor.address);
    },
  };
}
