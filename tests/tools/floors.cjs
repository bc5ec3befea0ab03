// Floors: imports only go down, domains meet by their doors, engines stay pure. Every rule is additive; tests/conformance/floors.test.ts plants a fault for each.
const domains = [
  "identity",
  "registry",
  "intake",
  "triage",
  "cases",
  "coordination",
  "compliance",
  "exchange",
  "reporting",
];
const upward = domains.map((domain, index) => ({
  name: `2-domain-order-${domain}`,
  severity: "error",
  comment: "A lower domain never imports a higher one; it publishes an event instead.",
  from: { path: `^backend/${domain}/`, pathNot: "\\.test\\.ts$" },
  to: { path: `^backend/(${domains.slice(index + 1).join("|") || "~"})/` },
}));
const io =
  "(^|node_modules/)(drizzle-orm|postgres|nodemailer|hono|@hono)(/|$)|^(node:)?(fs|net|http|https|dns|child_process|crypto|os)(/|$)";
// Engines have doors of their own, so that the command line can use them without their domain.
const engineDoors =
  "^backend/(triage/(sigma|yara|unpack|scan|extract|indicators|assessment|explain)|registry/(attribution|country|demo)|cases/evidence|compliance/law)/index\\.ts$";
// Pure entries that browsers may import; docs/architecture.md lists them.
const pureEntries =
  "/model\\.ts$|^backend/(platform/audit/proof/|platform/sealing/|platform/words/(translate|say-instant|fold-letters)\\.ts|triage/extract/|triage/(explain|sigma)/|triage/yara/(engine|read-rules|to-finding)\\.ts|triage/rules/place-of\\.ts|triage/rsit/model\\.ts|intake/proof-of-work\\.ts|intake/edge/(seal-item|pieces/seal-pieces)\\.ts)";

module.exports = {
  forbidden: [
    {
      name: "0-no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "0-no-orphans",
      severity: "error",
      from: {
        orphan: true,
        path: "^(backend|frontend)/",
        pathNot: "\\.test\\.tsx?$|model\\.ts$|\\.d\\.ts$|vite\\.config\\.ts$|\\.(css|json|svg|mjs)$|worker\\.ts$",
      },
      to: {},
    },
    {
      name: "1-platform-knows-no-domain",
      severity: "error",
      from: { path: "^backend/platform/", pathNot: "\\.test\\.ts$" },
      to: { path: "^backend/(?!platform/)" },
    },
    ...upward,
    {
      name: "2-domain-by-its-door",
      severity: "error",
      from: { path: "^backend/([^/]+)/", pathNot: "^backend/platform/|tables\\.ts$|\\.test\\.ts$" },
      to: {
        path: "^backend/[^/]+/",
        pathNot: `^backend/(platform|$1)/|^backend/[^/]+/(index|model)\\.ts$|${engineDoors}|/model\\.ts$`,
      },
    },
    {
      name: "2-tables-only-meet-tables",
      severity: "error",
      from: { path: "^backend/[^/]+/tables\\.ts$" },
      to: { path: "^backend/", pathNot: "/(tables|model)\\.ts$|^backend/platform/" },
    },
    {
      name: "3-pure-files-do-no-io",
      severity: "error",
      from: { path: "^backend/[^/]+/(model|rules|access)\\.ts$" },
      to: { path: io },
    },
    {
      name: "3-pure-files-meet-pure-files",
      severity: "error",
      from: { path: "^backend/[^/]+/(model|rules|access)\\.ts$" },
      to: {
        path: "^backend/",
        pathNot:
          "/(model|rules|access)\\.ts$|^backend/platform/(errors|clock|ids|addresses)/|^backend/triage/assessment/|^backend/triage/extract/",
      },
    },
    {
      name: "3-engines-are-libraries",
      severity: "error",
      from: {
        path: "^backend/(triage/(sigma|indicators|extract|unpack|yara|explain)|registry/attribution|platform/audit/proof)/",
        pathNot: "\\.test\\.ts$",
      },
      to: { path: "(^|node_modules/)(drizzle-orm|postgres|hono|@hono|graphile-worker)(/|$)" },
    },
    {
      name: "3-no-sql-in-routes-or-jobs",
      severity: "error",
      from: { path: "/(routes|jobs)\\.ts$" },
      to: { path: "(drizzle-orm|postgres)(/|$)|/(tables|store)\\.ts$" },
    },
    {
      name: "4-edge-reaches-no-core",
      severity: "error",
      comment: "What runs at the edge has no database, no session, no code of the team.",
      from: { path: "^backend/edge\\.ts$" },
      to: {
        path: "node_modules/(postgres|drizzle-orm|nodemailer|graphile-worker)/|^(node:)?[a-z_]+$|^backend/(platform/(db|jobs|mail|objects|run|secrets|config|context|audit)|identity|registry|triage|cases|coordination|compliance|exchange|reporting)/",
        reachable: true,
      },
    },
    {
      name: "5-frontend-sees-model-only",
      severity: "error",
      from: { path: "^frontend/", pathNot: "^frontend/platform/api\\.ts$|\\.test\\.tsx?$" },
      to: { path: "^backend/", pathNot: `${pureEntries}|\\.json$` },
    },
    {
      name: "6-ships-without-tests",
      severity: "error",
      from: { path: "^(backend|frontend)/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^tests/|\\.test\\.tsx?$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "frontend/dist" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    parser: "swc",
    preserveSymlinks: true,
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".js", ".mjs"] },
  },
};
