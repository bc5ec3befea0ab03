// Where one can go at the desk, as a list: the navigation and the palette both read it. A new page is one line in the group that fits.
import type { NavigationEntry, NavigationGroup } from "../../shell/navigation-items.tsx";
import { sayCount } from "../views/views-store.ts";
import { counts } from "./counts.ts";

const say = (count: number | undefined): string | undefined => (count === undefined ? undefined : sayCount(count));

const view = (
  name: "new" | "mine" | "answers" | "waiting" | "snoozed" | "held" | "in_case" | "closed" | "all",
): NavigationEntry => ({
  href: name === "new" ? "/reports" : `/reports?view=${name}`,
  words: `desk.view.${name}`,
  act: "report.read",
  isQuery: (query) => query.get("saved") === null && (query.get("view") ?? "new") === name,
  count: () => (name === "all" ? undefined : say(counts()?.[name])),
  ...(name === "new" ? { key: "KeyI" } : name === "mine" ? { key: "KeyM" } : {}),
});

export const groups: readonly NavigationGroup[] = [
  {
    id: "reports",
    words: "desk.nav.reports",
    entries: [
      view("new"),
      view("mine"),
      view("answers"),
      view("waiting"),
      view("snoozed"),
      view("held"),
      view("in_case"),
      view("closed"),
      view("all"),
    ],
  },
  {
    id: "cases",
    words: "desk.nav.cases",
    entries: [
      { href: "/handover", words: "desk.nav.handover", act: "case.read" },
      { href: "/rota", words: "desk.nav.rota", act: "case.read", also: ["/service"] },
      { href: "/my-work", words: "desk.nav.my_work", act: "case.read" },
      {
        href: "/cases",
        words: "desk.nav.open_cases",
        act: "case.read",
        count: () => say(counts()?.openCases),
        key: "KeyC",
        isQuery: (query) =>
          query.get("saved") === null && query.get("mine") !== "true" && (query.get("status") ?? "open") === "open",
      },
      {
        href: "/cases?mine=true",
        words: "desk.nav.my_cases",
        act: "case.read",
        count: () => say(counts()?.myCases),
        isQuery: (query) => query.get("saved") === null && query.get("mine") === "true",
      },
      {
        href: "/cases?status=closed",
        words: "desk.nav.closed_cases",
        act: "case.read",
        isQuery: (query) => query.get("saved") === null && query.get("status") === "closed",
      },
      { href: "/advice", words: "desk.nav.advice", act: "case.read" },
      { href: "/playbooks", words: "desk.nav.playbooks", act: "case.read" },
      { href: "/exercises", words: "exercises.title", act: "case.read" },
      { href: "/artefacts", words: "desk.go.artefacts", act: "case.read" },
      { href: "/case-shape", words: "desk.nav.case_shape", act: "case.shape" },
      { href: "/old-work", words: "desk.go.old_work", act: "case.shape" },
    ],
  },
  {
    id: "coordination",
    words: "desk.nav.coordination",
    isFolded: true,
    entries: [
      { href: "/mails", words: "desk.go.mails", act: "mail.read", key: "KeyE" },
      { href: "/talking", words: "desk.go.talking", act: "case.read" },
      { href: "/talking/templates", words: "desk.go.templates", act: "case.read" },
      { href: "/notifications", words: "desk.go.notifications", act: "notification.write", also: ["/findings-lists"] },
      { href: "/disclosure", words: "desk.go.disclosure", act: "case.read" },
      { href: "/advisories", words: "desk.go.advisories", act: "advisory.write" },
      { href: "/takedowns", words: "desk.go.takedowns", act: "takedown.write" },
      { href: "/filings", words: "desk.go.filings", act: "report.read" },
      { href: "/crises", words: "crisis.nav.crises", act: "crisis.read" },
      { href: "/public-lines", words: "crisis.nav.lines", act: "line.write" },
      { href: "/paper", words: "crisis.nav.paper", act: "paper.key_in" },
      { href: "/contact-books", words: "crisis.nav.books", act: "contacts.export" },
    ],
  },
  {
    id: "detection",
    words: "views.nav.detection",
    isFolded: true,
    entries: [
      { href: "/rules", words: "desk.go.rules", act: "rule.read", key: "KeyR" },
      { href: "/hunts", words: "desk.go.hunts", act: "report.read" },
      { href: "/ignored-values", words: "views.nav.ignored", act: "case.read" },
      { href: "/lessons", words: "desk.go.lessons", act: "lesson.read" },
    ],
  },
  {
    id: "register",
    words: "views.nav.register",
    isFolded: true,
    entries: [
      { href: "/directory", words: "desk.go.directory", act: "registry.read", key: "KeyD" },
      {
        href: "/claims",
        words: "desk.nav.claims",
        act: "registry.read",
        also: ["/disputes", "/holders", "/delegated"],
      },
      { href: "/enrolment", words: "desk.go.enrolment", act: "registry.read" },
      { href: "/services", words: "desk.go.services", act: "registry.read" },
      { href: "/functions", words: "desk.go.functions", act: "registry.read" },
      { href: "/accreditations", words: "desk.go.accreditations", act: "registry.read" },
      { href: "/persons", words: "desk.go.persons", act: "registry.read" },
      { href: "/partners", words: "desk.go.partners", act: "registry.read" },
      { href: "/areas", words: "desk.go.areas", act: "area.read" },
    ],
  },
  {
    id: "people",
    words: "desk.nav.people",
    isFolded: true,
    entries: [
      { href: "/people", words: "desk.nav.people_page", act: "person.read" },
      { href: "/access", words: "access.page.title", act: "case.read" },
      { href: "/bodies", words: "desk.nav.bodies", act: "body.change" },
      { href: "/offices", words: "identity.offices.title", act: "office.change" },
      { href: "/custody", words: "desk.nav.custody", act: "custody.read" },
      { href: "/keys", words: "desk.go.keys", act: "registry.read" },
      { href: "/api-keys", words: "desk.nav.api_keys", act: "key.change" },
      { href: "/team", words: "desk.nav.team", act: "settings.change" },
      { href: "/spoken", words: "desk.nav.spoken", act: "settings.change" },
    ],
  },
  {
    id: "state",
    words: "views.nav.law_and_state",
    isFolded: true,
    entries: [
      { href: "/charts", words: "desk.nav.charts", act: "chart.read" },
      { href: "/statistics", words: "desk.nav.statistics", act: "statistics.write" },
      { href: "/flow-times", words: "desk.nav.flow_times", act: "health.read" },
      { href: "/what-if", words: "desk.nav.what_if", act: "law.try" },
      { href: "/processing", words: "desk.nav.processing", act: "registry.read" },
      { href: "/health", words: "desk.go.health", act: "health.read", key: "KeyH" },
      { href: "/log", words: "desk.go.log", act: "log.read", key: "KeyL" },
    ],
  },
];
