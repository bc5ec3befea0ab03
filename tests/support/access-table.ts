// The matrix as a page: each declared route, who got in and what the others were told, as the application really answered.
import { crontab, jobs, subscriptions } from "../../backend/work.ts";
import type { RouteDeclaration } from "../../backend/platform/http/index.ts";
import type { Caller } from "./access-matrix.ts";

export interface Observed {
  declared: RouteDeclaration;
  /** Status by caller's name, on an object that is theirs or the house's. */
  statuses: Map<string, number>;
  /** Status for those who may, by what they asked for. */
  elsewhere: Map<"foreign" | "missing" | "restricted", number | string>;
  /** A stream that lasts, or a file that leaves. */
  kind: "answer" | "stream" | "file";
}

/** A piece of background work: its name and what starts it. */
export interface Job {
  name: string;
  startedBy: string;
}

/** Every job and listener of the worker. */
export function listJobs(): Job[] {
  const clocked = new Map(
    crontab.split("\n").map((line) => [line.split(" ").at(-1)?.replaceAll(":", ".") ?? "", line]),
  );
  return [
    ...Object.keys(jobs).map((name) => {
      const line = clocked.get(name);
      return {
        name,
        startedBy: line ? `the clock: \`${line.split(" ").slice(0, 5).join(" ")}\`` : "an act, in its own transaction",
      };
    }),
    ...Object.entries(subscriptions).flatMap(([event, listeners]) =>
      Object.keys(listeners).map((name) => ({ name, startedBy: `the event \`${event}\`` })),
    ),
  ].sort((one, other) => (`${one.name}${one.startedBy}` < `${other.name}${other.startedBy}` ? -1 : 1));
}

const head = `# Who may do what

Printed from the running application by \`tests/integration/access/matrix.test.ts\`: every declared route was called by everybody below, with a valid request.
The test fails when an answer differs from the route's declaration, or this page from the answers. To print it again: \`TOGUNA_WRITE_DOCS=1\` and run that test.

- ✓ let in. 401: sign in, or open the report with its receipt. 403: known, and not allowed. 404 in a column: the address is closed in this installation.
- **Keys** names the acts that open the route for an API key; a key has only the acts that it was made with. "none": no key opens it.
- **Foreign**, **missing**: what somebody who may use the route is told about an object of somebody else, or one that is not there. Who may not use it
  is told 401 or 403 whether the object exists or not. "–": the route names no object, or those who may use it may see all of them.
- **Restricted**: what somebody of the desk is told about an object of a restricted case without being a member. "not shown": the list is given without it.
- (stream): server-sent events, ended when the session ends. (file): leaves as a file.
`;
const jobsHead = `## Jobs

Nobody's request runs a job: each is added in the transaction of an act, by an event or by the clock, and works under the scope \`system\`. What it was asked for was
asked by somebody who might; what it sends out is judged by the labels of what it sends.

| job | started by |
| --- | --- |
`;

const short: Record<string, string> = {
  constituent_contact: "contact",
  constituent_dpo: "dpo",
  constituent_administrator: "c-admin",
  officer_head: "head",
  committee_member: "committee",
  focal_point: "focal",
  administrator: "admin",
  on_call: "on-call",
};

/** Markdown; the same for the same answers. */
export function printMatrix(observed: readonly Observed[], callers: readonly Caller[], work: readonly Job[]): string {
  const others = callers.filter((caller) => caller.kind !== "key");
  const keys = callers.filter((caller) => caller.kind === "key");
  const titles = [
    "route",
    "needs",
    ...others.map(({ name }) => short[name] ?? name),
    "keys",
    "foreign",
    "missing",
    "restricted",
  ];
  const rooms = [...new Set(observed.map(({ declared }) => declared.tag))];
  const tables = rooms.map((room) => {
    const rows = observed
      .filter(({ declared }) => declared.tag === room)
      .map(({ declared, statuses, elsewhere, kind }) => {
        const { access } = declared;
        const opening = keys.filter((key) => isIn(statuses.get(key.name)));
        return [
          `${declared.method.toUpperCase()} \`${declared.path}\`${kind === "answer" ? "" : ` (${kind})`}`,
          access.kind === "act" ? `\`${access.act}\`` : access.kind.replace("_", " "),
          ...others.map(({ name }) => say(statuses.get(name))),
          opening.length === keys.length ? "any" : opening.flatMap(({ acts }) => acts).join(", ") || "none",
          String(elsewhere.get("foreign") ?? "–"),
          String(elsewhere.get("missing") ?? "–"),
          String(elsewhere.get("restricted") ?? "–"),
        ];
      });
    return `## ${room}\n\n${[titles, titles.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n")}\n`;
  });
  const listed = work.map(({ name, startedBy }) => `| \`${name}\` | ${startedBy} |\n`).join("");
  return [head, ...tables, `${jobsHead}${listed}`].join("\n");
}

function isIn(status = 0): boolean {
  return status >= 200 && status < 300;
}

function say(status = 0): string {
  return isIn(status) ? "✓" : String(status);
}
