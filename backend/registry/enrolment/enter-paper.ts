// A registration that came on paper: the entry, who answers there, the paper's own number, and, where it names somebody to keep the entry, a claim that a second officer approves.
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { insertConstituent } from "../add-constituent.ts";
import { insertContact } from "../add-contact.ts";
import { AddConstituent, AddContact } from "../model.ts";
import { insertSize } from "../profile/add-size.ts";
import { AddSize } from "../profile/model.ts";
import { requireFacts } from "../profile/require-facts.ts";
import { insertService } from "../services/add-service.ts";
import { requireConstituent } from "../require-constituent.ts";
import { EnterPaper, enrolmentLimits } from "./model.ts";
import { entryClaims, paperRegistrations } from "./tables.ts";

/** @throws AppError not_found; invalid_input naming the field; conflict for a paper that was entered already. */
export async function enterPaper(
  ctx: Context,
  input: unknown,
): Promise<{ constituentId: string; claimId: string | null }> {
  requirePermission(ctx, "registry.change");
  const paper = EnterPaper.parse(input);
  const person = requirePerson(ctx);
  if ((paper.constituentId === undefined) === (paper.entry === undefined))
    throw invalidInput([
      { path: "entry", message: "Expected either a constituent of the register or the facts of a new one." },
    ]);
  if (paper.receivedOn > ctx.now().toISOString().slice(0, 10))
    throw invalidInput([{ path: "receivedOn", message: "Expected a day that is not in the future." }]);
  const said = `Paper ${paper.paperReference}`;
  // The constituent's id comes later; everything else is judged before anything is written.
  const noId = "00000000-0000-4000-8000-000000000000";
  const sizes = paper.sizes.map((size, at) => readSize({ ...size, constituentId: noId, source: said }, at, ctx.now()));
  return await withTransaction(
    ctx,
    async (tx) => {
      const now = ctx.now();
      if (paper.constituentId !== undefined) await requireConstituent(tx, paper.constituentId);
      const constituentId = paper.constituentId ?? (await enterEntry(tx, ctx, paper.entry));
      for (const contact of [paper.contact, ...paper.otherContacts])
        await insertContact(tx, ctx, AddContact.parse({ ...contact, constituentId }));
      for (const size of sizes) await insertSize(tx, ctx, { ...size, constituentId });
      for (const service of paper.services) await insertService(tx, ctx, { ...service, constituentId }, false);
      let claimId: string | null = null;
      if (paper.administrator) {
        claimId = newId(now);
        await tx.insert(entryClaims).values({
          id: claimId,
          constituentId,
          personName: paper.administrator.name,
          email: paper.administrator.email,
          language: paper.administrator.language,
          proof: "paper",
          state: "waits_desk",
          madeAt: now,
          expiresAt: new Date(now.getTime() + enrolmentLimits.claimDays * 86_400_000),
          // Whoever entered the paper has read it: theirs is the first of two words.
          firstBy: person.personId,
          firstAt: now,
        });
      }
      const [entered] = await tx
        .insert(paperRegistrations)
        .values({
          id: newId(now),
          constituentId,
          paperReference: paper.paperReference,
          signedBy: paper.signedBy,
          receivedOn: paper.receivedOn,
          claimId,
          enteredBy: person.personId,
          enteredAt: now,
        })
        .onConflictDoNothing()
        .returning({ id: paperRegistrations.id });
      if (!entered)
        throw new AppError("conflict", "A paper with this number was entered already.", {
          words: "console.paper.known",
          fields: [{ path: "paperReference", message: "Expected a number that no other paper has." }],
        });
      await writeAudit(tx, ctx, {
        action: "entry.enter_paper",
        objectType: "constituent",
        objectId: constituentId,
        detail: {
          paperReference: paper.paperReference,
          receivedOn: paper.receivedOn,
          claimId,
          isNew: paper.entry !== undefined,
          contacts: 1 + paper.otherContacts.length,
          sizes: sizes.length,
          services: paper.services.length,
        },
      });
      await publish(tx, { type: "registry.changed" });
      return { constituentId, claimId };
    },
    "staff",
  );
}

async function enterEntry(tx: Tx, ctx: Context, entry: unknown): Promise<string> {
  const parsed = AddConstituent.parse(entry);
  try {
    await requireFacts(tx, parsed);
  } catch (error) {
    // The form's fields stand under `entry`.
    if (!(error instanceof AppError)) throw error;
    throw invalidInput(error.fields.map(({ path, message }) => ({ path: `entry.${path}`, message })));
  }
  return (await insertConstituent(tx, ctx, parsed, false)).id;
}

function readSize(size: unknown, at: number, now: Date): ReturnType<typeof AddSize.parse> {
  const parsed = AddSize.safeParse(size);
  if (!parsed.success)
    throw invalidInput(
      parsed.error.issues.map(({ path, message }) => ({ path: `sizes.${at}.${path.join(".")}`, message })),
    );
  if (parsed.data.asOf > now.toISOString().slice(0, 10))
    throw invalidInput([{ path: `sizes.${at}.asOf`, message: "Expected a day that is not in the future." }]);
  return parsed.data;
}
