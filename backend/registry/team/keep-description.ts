// The team's description of itself: the newest version, or what the country file says while nobody has written one.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { loadCountry, sayHours } from "../country/index.ts";
import { noTexts, SaveTeamDescription, type TeamDescription } from "./model.ts";

type Row = {
  version: number;
  facts: TeamDescription["facts"];
  texts: TeamDescription["texts"];
  written_at: string;
  writer: string | null;
};

/** For everybody; who wrote it is told to nobody but the team. */
export async function readTeamDescription(ctx: Context): Promise<TeamDescription> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Row>(
        sql`select version, facts, texts, written_at, null as writer from team_descriptions order by version desc limit 1`,
      ),
    "person",
  );
  return row ? toView(row) : fromCountry(ctx);
}

/** The newest version with its author, for whoever changes it. */
export async function readTeamDescriptionAtDesk(ctx: Context): Promise<TeamDescription> {
  requirePermission(ctx, "settings.change");
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Row>(sql`select d.version, d.facts, d.texts, d.written_at, p.name as writer
        from team_descriptions d left join people p on p.id = d.written_by order by d.version desc limit 1`),
  );
  return row ? toView(row) : fromCountry(ctx);
}

/** Publishes a new version; the ones before stay. @throws invalid_input by field; conflict when somebody else wrote one meanwhile. */
export async function saveTeamDescription(ctx: Context, input: SaveTeamDescription): Promise<{ version: number }> {
  requirePermission(ctx, "settings.change");
  const { version, facts, texts } = SaveTeamDescription.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('team_descriptions'))`);
    const [known] = await tx.execute<{ version: number }>(
      sql`select coalesce(max(version), 0)::int as version from team_descriptions`,
    );
    if (known?.version !== version)
      throw new AppError("conflict", "The description was changed by somebody else in the meantime.", {
        words: "forms.conflict.changed",
      });
    const id = newId(ctx.now());
    await tx.execute(sql`insert into team_descriptions (id, version, facts, texts, written_by, written_at)
      values (${id}, ${version + 1}, ${JSON.stringify(facts)}::jsonb, ${JSON.stringify(texts)}::jsonb,
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "team.describe",
      objectType: "team_description",
      objectId: id,
      detail: { version: version + 1 },
    });
    return { version: version + 1 };
  });
}

function toView(row: Row): TeamDescription {
  return {
    version: row.version,
    facts: row.facts,
    texts: row.texts,
    writtenAt: new Date(row.written_at).toISOString(),
    writtenBy: row.writer,
  };
}

/** The country file speaks in one language; it is put under English, in which it is written. */
function fromCountry(ctx: Context): TeamDescription {
  const { cert } = loadCountry(ctx.config.country);
  return {
    version: 0,
    facts: {
      name: cert.fullName,
      shortName: cert.shortName,
      address: "",
      timeZone: cert.timeZone,
      telephone: "",
      emergencyTelephone: cert.emergencyPhone ?? "",
      email: cert.email ?? "",
      hours: sayHours(cert.hours) ?? "",
      establishedOn: cert.establishedAt ?? "",
    },
    texts: {
      fr: noTexts,
      mn: noTexts,
      en: {
        ...noTexts,
        members: cert.team ?? "",
        mission: cert.mission ?? "",
        constituency: cert.constituency.join("; "),
        authority: cert.authority ?? "",
        response: cert.services.join("; "),
      },
    },
    writtenAt: null,
    writtenBy: null,
  };
}
