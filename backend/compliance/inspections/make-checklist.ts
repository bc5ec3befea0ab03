// The list of an inspection from a pack of law: each duty of entities with its article, what proves it, and how far the text was checked. Pure.
import { type Obligation, type Pack, verificationStatuses } from "../law/model.ts";

export interface ChecklistItem {
  obligationId: string;
  title: Record<"fr" | "en" | "mn", string>;
  articles: string;
  evidenceWanted: string[];
  verification: string;
}

/** Duties and prohibitions that bind one of these classes; without classes all of them. Powers and duties of the authority are not the entity's. */
export function makeChecklist(pack: Pack, classes: readonly string[]): ChecklistItem[] {
  return pack.obligations
    .filter(({ bearer, norm }) => bearer.by === "entity" && (norm === "duty" || norm === "prohibition"))
    .filter(
      ({ bearer }) =>
        bearer.classes.length === 0 || classes.length === 0 || bearer.classes.some((name) => classes.includes(name)),
    )
    .filter(({ bearer }) => !bearer.notClasses.some((name) => classes.includes(name)))
    .map((it) => ({
      obligationId: it.id,
      title: it.title,
      articles: articlesOf(pack, it.cites),
      evidenceWanted: it.evidence,
      verification: weakestOf(pack, it),
    }));
}

/** "2, 11"; an article that was never read is a question mark. */
function articlesOf(pack: Pack, cites: readonly string[]): string {
  return pack.provisions
    .filter(({ id }) => cites.includes(id))
    .map(({ article }) => article ?? "?")
    .join(", ");
}

function weakestOf(pack: Pack, it: Obligation): string {
  const ranks = pack.provisions
    .filter(({ id }) => it.cites.includes(id))
    .map(({ verification }) => verificationStatuses.indexOf(verification.status));
  return verificationStatuses[Math.max(...ranks)] ?? "unverified";
}
