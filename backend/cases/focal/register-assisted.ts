// A focal point writes down a report for somebody of the own areas, who is given the receipt.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { submitReport } from "../../intake/index.ts";
import type { SubmittedReport } from "../../intake/model.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { RegisterAssisted } from "./model.ts";

/** @throws forbidden; invalid_input naming `area` where it is none of one's own, and what intake refuses. */
export async function registerAssisted(ctx: Context, input: RegisterAssisted): Promise<SubmittedReport> {
  requirePermission(ctx, "focal.write");
  const { area, description, subject, language, consent, name, phone, isConfidential, origin } =
    RegisterAssisted.parse(input);
  const own = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute(
        sql`select 1 from toguna_focal_areas() f join areas a on a.id = f where f = ${area} and a.ended_at is null`,
      ),
  );
  if (own.length === 0) throw invalidInput([{ path: "area", message: "Expected one of your own areas." }]);
  const contact = {
    ...(name !== undefined && phone !== undefined ? { name } : {}),
    ...(phone === undefined ? {} : { phone }),
  };
  return await submitReport(
    ctx,
    {
      description,
      language,
      flow: "citizen",
      area,
      ...(subject === undefined ? {} : { subject }),
      onBehalfOf: { consent, ...(name !== undefined && phone === undefined ? { name } : {}) },
      ...(Object.keys(contact).length > 0 ? { contact } : {}),
      answerBy: phone === undefined ? "receipt" : "phone",
      ...(isConfidential ? { isConfidential } : {}),
      ...(origin === undefined ? {} : { origin: origin ? { area: origin } : {} }),
    },
    [],
    { source: "paper" },
  );
}
