// What the portal asks of the core for vulnerabilities: a vendor behind its link, a finder with the receipt, what is published, the policy.
import type { CodeAnswer } from "../../backend/coordination/links/model.ts";
import type { SayConsent, SayPost, SayStatement, SetCredit } from "../../backend/coordination/disclosure/model.ts";
import type {
  FinderView,
  PartyLinkView,
  PolicyView,
  PublicDisclosure,
} from "../../backend/coordination/disclosure/views/model.ts";

export interface DisclosureCore {
  /** What stands behind a vendor's link; undefined where it answers no longer. Looking does nothing. */
  link(token: string, session: string | undefined): Promise<PartyLinkView | undefined>;
  /** False where no code can be sent. */
  askCode(token: string): Promise<boolean>;
  tryCode(token: string, code: string): Promise<CodeAnswer>;
  /** "over": the half hour is over. "wrong": what was said cannot be taken as it is. "changed": another date was set meanwhile. */
  say(
    token: string,
    session: string | undefined,
    said: { statement: SayStatement } | { post: SayPost } | { consent: SayConsent },
  ): Promise<"taken" | "over" | "wrong" | "changed">;
  finder(reportToken: string): Promise<FinderView | undefined>;
  setCredit(reportToken: string, credit: SetCredit): Promise<boolean>;
  /** All that are published, without their contents; the newest first. */
  index(): Promise<{ number: string; firstPublishedAt: string; publishedAt: string }[]>;
  read(number: string): Promise<PublicDisclosure | undefined>;
  document(
    number: string,
    which: { kind: "csaf" } | { kind: "cve" | "cna"; cveId: string },
  ): Promise<string | undefined>;
  /** The newest first; empty where none was published. */
  policies(): Promise<PolicyView[]>;
}
