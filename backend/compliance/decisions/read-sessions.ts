// Sessions as officers read them: the list with its deliberations, the page with agenda, members, quorum.
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { dayOf, readProfileOf } from "../offices/store.ts";
import { quorumOf } from "./model.ts";
import { type AgendaItem, loadAgenda, loadMembers, loadSession, loadSessions, type SessionRow } from "./store.ts";

export async function listSessions(ctx: Context): Promise<Awaited<ReturnType<typeof loadSessions>>> {
  requirePermission(ctx, "authority.read");
  return await readOnly(ctx, async (tx) => await loadSessions(tx));
}

export interface SessionPage extends SessionRow {
  agenda: AgendaItem[];
  /** Members in office today; once the session is open, its own number stands in `members`. */
  inOffice: { id: string; name: string }[];
  quorum: number;
}

export async function readSession(ctx: Context, id: string): Promise<SessionPage> {
  requirePermission(ctx, "authority.read");
  return await readOnly(ctx, async (tx) => {
    const row = await loadSession(tx, id);
    const inOffice = await loadMembers(tx, dayOf(ctx));
    const quorum = quorumOf(row.members ?? inOffice.length, await readProfileOf(tx, row.organisationId));
    return { ...row, agenda: await loadAgenda(tx, id), inOffice, quorum };
  });
}
