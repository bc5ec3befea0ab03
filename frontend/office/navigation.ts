// Where people of authorities and of the committee can go. A page is added here and as a lazy route in office.tsx.
import type { NavigationGroup } from "../shell/navigation-items.tsx";

export const groups: readonly NavigationGroup[] = [
  {
    entries: [
      { href: "/", words: "authority.nav.home" },
      { href: "/messages", words: "authority.nav.messages", act: "shared.read" },
      { href: "/situations", words: "crisis.nav.situations", act: "situation.read" },
      { href: "/charts", words: "authority.nav.charts", act: "chart.read" },
    ],
  },
  {
    words: "authority.nav.area",
    entries: [
      { href: "/area/reports", words: "authority.nav.area_reports", act: "focal.read" },
      { href: "/area/map", words: "authority.nav.area_map", act: "focal.read" },
      { href: "/area/constituents", words: "authority.nav.area_constituents", act: "focal.read" },
      { href: "/lessons", words: "authority.nav.lessons", act: "lesson.read" },
    ],
  },
  {
    words: "authority.nav.work",
    entries: [
      { href: "/filings", words: "authority.nav.filings", act: "authority.read" },
      { href: "/formalities", words: "authority.nav.formalities", act: "authority.read" },
      { href: "/entities", words: "authority.nav.entities", act: "authority.read" },
      { href: "/inspections", words: "authority.nav.inspections", act: "authority.read" },
      { href: "/matters", words: "authority.nav.matters", act: "authority.read" },
      { href: "/sessions", words: "authority.nav.sessions", act: "authority.read" },
      { href: "/complaints", words: "authority.nav.complaints", act: "authority.read" },
      { href: "/yearly", words: "yearly.nav.records", act: "authority.read" },
      { href: "/report", words: "yearly.nav.report", act: "authority.read" },
      { href: "/fund", words: "authority.nav.fund", act: "fund.read" },
      { href: "/what-if", words: "authority.nav.what_if", act: "law.try" },
      { href: "/authority", words: "authority.nav.profile", act: "authority.read" },
    ],
  },
  {
    words: "authority.nav.committee",
    entries: [
      { href: "/review", words: "authority.nav.review", act: "review.read" },
      { href: "/requests", words: "authority.nav.requests", act: "review.read" },
      { href: "/awareness", words: "authority.nav.awareness", act: "review.read" },
      { href: "/surveys", words: "authority.nav.surveys", act: "review.read" },
      { href: "/figures", words: "authority.nav.figures", act: "review.read" },
    ],
  },
  { entries: [{ href: "/accreditations", words: "desk.go.accreditations", act: "accreditation.read" }] },
  { words: "authority.nav.account", entries: [{ href: "/me", words: "authority.nav.me" }] },
];
